//! The check `house-spelling`.

use super::check::{Context, check};
use crate::finding::{Finding, Findings};
use crate::language::inflect::capitalised_like;
use crate::language::pattern::{Pattern, WordSet};

const CONFIDENCE: f32 = 0.95;

check! {
    /// A spelling that the house does not use.
    ///
    /// `[spellings]` in `mtlint.toml` lists what to avoid and what to write instead.
    ///
    /// # Why it matters
    ///
    /// Machine translation does not know that the paper writes *Kyiv*.
    ///
    /// # Examples
    ///
    /// ```example
    /// spelling: Kiev = Kyiv
    /// en: The government in Kiev denied the report.
    ///                       ^^^^ Kyiv
    /// ```
    ///
    /// # Limits
    ///
    /// Silent without a list.
    pub static HOUSE_SPELLING = {
        name: "house-spelling",
        category: COMPANY_STYLE,
        severity: Minor,
        since: "0.1.0",
        needs: Spellings,
        silences: [],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    let target = context.target();
    let words = WordSet::new(&target.forms);
    for (avoid, prefer) in &context.settings.spellings {
        let pattern = Pattern::of_words(avoid, &target.language.rules);
        if !pattern.may_match(&words) {
            continue;
        }
        for sentence in &target.sentences {
            for tokens in pattern.find_all(target, sentence.tokens.clone()) {
                let span = target.span_of(&tokens);
                let written = span.map_or("", |s| target.slice(s));
                // A list may be about capitals alone; what is already right is not reported.
                if written == prefer {
                    continue;
                }
                findings.push(Finding {
                    suggestions: vec![capitalised_like(written, prefer)],
                    ..HOUSE_SPELLING.finding(span, CONFIDENCE, format!("the house writes “{prefer}”"))
                });
            }
        }
    }
}
