//! The check `name-mismatch`.

use super::check::{Context, check};
use super::names::{is_misspelled, is_name, latin};
use crate::finding::{Finding, Findings};

const CONFIDENCE: f32 = 0.75;

check! {
    /// A name that is spelled differently from the source.
    ///
    /// A rare capitalised word of the target that is a letter or two away from a name in the
    /// aligned source sentence, while the source's own spelling is not in the sentence. Endings
    /// are left to inflection, and names in different scripts are not compared.
    ///
    /// # Why it matters
    ///
    /// A misspelled name is the error that readers write letters about.
    ///
    /// # Examples
    ///
    /// ```example
    /// nl: Burgemeester Hendrik Vaandrager opende de brug.
    /// en: Mayor Hendrik Vandrager opened the bridge.
    ///                   ^^^^^^^^^ Vaandrager
    /// ```
    ///
    /// ```example
    /// nl: Burgemeester Hendrik Vaandrager opende de brug.
    /// en: Mayor Hendrik Vaandrager opened the bridge.
    /// ```
    ///
    /// # Limits
    ///
    /// Names that are written differently in the two languages by custom pass when their spellings
    /// differ in more than two letters or only at the end.
    pub static NAME_MISMATCH = {
        name: "name-mismatch",
        category: MISTRANSLATION,
        severity: Major,
        since: "0.1.0",
        needs: Source,
        silences: [],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    let Some((source, alignment)) = context.aligned() else { return };
    let target = context.target();
    if source.language.rules.scripts.first() != target.language.rules.scripts.first() {
        return;
    }
    let original: Vec<String> = source.forms.iter().map(|form| latin(&form.folded)).collect();
    for bead in alignment.beads.iter().filter(|bead| bead.is_matched()) {
        let here: Vec<String> = target.tokens_of(&bead.target).map(|t| latin(target.token_str(t))).collect();
        let names: Vec<usize> = source.tokens_of(&bead.source).filter(|&t| is_name(source, t)).collect();
        for token in target.tokens_of(&bead.target).filter(|&t| is_name(target, t)) {
            let name = latin(target.token_str(token));
            if original.contains(&name) {
                continue;
            }
            let twin = names.iter().find(|&&s| {
                let spelled = latin(source.token_str(s));
                is_misspelled(&spelled, &name) && !here.contains(&spelled)
            });
            if let Some(&twin) = twin {
                let (written, right) = (target.token_str(token), source.token_str(twin));
                findings.push(Finding {
                    source_span: Some(source.tokens[twin].span),
                    suggestions: vec![right.to_owned()],
                    ..NAME_MISMATCH.finding(
                        Some(target.tokens[token].span),
                        CONFIDENCE,
                        format!("the source spells “{written}” as “{right}”"),
                    )
                });
            }
        }
    }
}
