//! The check `source-word-order`.

use super::check::{Context, check};
use super::mended::{follows_source, report};
use crate::finding::Findings;
use crate::judge::Defect;

check! {
    /// Words in the order of the source where the language wants another.
    ///
    /// # Why it matters
    ///
    /// A translation that keeps the verb at the end, or the adverb before it, because the source does,
    /// reads as a translation at best and as nonsense at worst.
    ///
    /// # Examples
    ///
    /// ```example
    /// de: Der Bürgermeister sagte, dass das Gebäude sehr alt ist.
    /// en: The mayor said that the building very old is.
    ///                                      ^^^^^^^^^^^ is very old
    /// ```
    ///
    /// # Limits
    ///
    /// Needs the encoder and the source. As `scrambled-order`, which reports the orders that are not
    /// those of the source.
    pub static SOURCE_WORD_ORDER = {
        name: "source-word-order",
        category: GRAMMAR,
        severity: Minor,
        since: "0.1.0",
        needs: Judge,
        silences: [],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    report(&SOURCE_WORD_ORDER, Defect::Order, context, findings, |mend| {
        let source = follows_source(context, mend)?;
        let (old, text) = (context.target().slice(mend.span), context.aligned()?.0.slice(source));
        Some((format!("“{old}” keeps the order of “{text}”: “{}”", mend.replacement), Some(source)))
    });
}
