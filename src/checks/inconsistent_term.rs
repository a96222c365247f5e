//! The check `inconsistent-term`.

use super::check::{Context, check};
use super::names::{is_misspelled, latin, spellings};
use crate::finding::{Finding, Findings};

const CONFIDENCE: f32 = 0.7;

check! {
    /// One name of the source, spelled in two ways in the target.
    ///
    /// Wherever a name of the source is aligned with rare capitalised words of the target, these
    /// should be one word. The rarer spelling is reported.
    ///
    /// # Why it matters
    ///
    /// Transliterated names above all come out of machine translation in a new spelling each time.
    ///
    /// # Examples
    ///
    /// ```example
    /// ru: Мэр Хворостенко открыл мост. Хворостенко поблагодарил рабочих. Позже Хворостенко уехал.
    /// en: Mayor Khvorostenko opened the bridge. Khvorostenko thanked the workers. Later Kvorostenko left.
    ///                                                                                   ^^^^^^^^^^^ Khvorostenko
    /// ```
    ///
    /// # Limits
    ///
    /// Names only: varying the rendering of an ordinary word is often good style. Differences at
    /// the end of a name are left to inflection.
    pub static INCONSISTENT_TERM = {
        name: "inconsistent-term",
        category: TERM_INCONSISTENCY,
        severity: Minor,
        since: "0.1.0",
        needs: Source,
        silences: [],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    let Some((source, alignment)) = context.aligned() else { return };
    let target = context.target();
    // Spellings of names in the target with their tokens, in order of spelling.
    let spellings = spellings(target, 0..target.sentences.len());
    let in_source: Vec<String> = source.forms.iter().map(|form| latin(&form.folded)).collect();
    for (rare, tokens) in &spellings {
        let usual = spellings
            .iter()
            .filter(|(usual, others)| others.len() > tokens.len() && is_misspelled(usual, rare))
            .max_by_key(|(_, others)| others.len());
        let Some((usual, others)) = usual else { continue };
        // Two people may have similar names: then the source has both.
        if in_source.contains(rare) && in_source.contains(usual) {
            continue;
        }
        let origin_of = |token: usize| alignment.of_target(token).map(|link| latin(&source.form(link.source).folded));
        let right = target.token_str(others[0]);
        for &token in tokens {
            let origin = origin_of(token);
            if origin.is_some() && others.iter().all(|&other| origin_of(other).is_some_and(|o| Some(o) != origin)) {
                continue;
            }
            let written = target.token_str(token);
            findings.push(Finding {
                source_span: alignment.of_target(token).map(|link| source.tokens[link.source].span),
                suggestions: vec![right.to_owned()],
                ..INCONSISTENT_TERM.finding(
                    Some(target.tokens[token].span),
                    CONFIDENCE,
                    format!("spelled “{right}” elsewhere in the article, “{written}” here"),
                )
            });
        }
    }
}
