//! The check `scrambled-order`.

use super::check::{Context, check};
use super::mended::{follows_source, report, tokens};
use crate::finding::Findings;
use crate::judge::Defect;
use crate::judge::mend::Mend;
use crate::language::tokens::TokenKind;

check! {
    /// Words in an order that the language does not allow.
    ///
    /// # Why it matters
    ///
    /// The words are right and so is every phrase, but the sentence has to be read twice: a verb or an
    /// adverb stands where it stood in another language, or nowhere at all.
    ///
    /// # Examples
    ///
    /// ```example
    /// en: The police arrested two men at house a in the north of the city on Friday night.
    ///                                    ^^^^^^^ a house
    /// ```
    ///
    /// # Limits
    ///
    /// Needs the encoder; works without a source. Only an order that the judge holds clearly better is
    /// proposed, so what is odd but possible is left alone. Headlines, lists, captions and quotations set
    /// apart must be plainly broken to be reported, and who speaks may stand before or behind its verb. Minor, as
    /// what is meant can be read all the same. Orders taken over from the source are reported by
    /// `source-word-order`.
    pub static SCRAMBLED_ORDER = {
        name: "scrambled-order",
        category: GRAMMAR,
        severity: Minor,
        since: "0.1.0",
        needs: Judge,
        silences: [],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    report(&SCRAMBLED_ORDER, Defect::Order, context, findings, |mend| {
        let is_copied = follows_source(context, mend).is_some();
        (!is_copied && !names_speaker(context, mend)).then(|| {
            let old = context.target().slice(mend.span);
            (format!("“{old}” is out of order: “{}”", mend.replacement), None)
        })
    });
}

/// Whether two words stand behind a quotation: a verb of saying and who says it, in either order.
fn names_speaker(context: &Context<'_>, mend: &Mend) -> bool {
    let (target, words) = (context.target(), tokens(context, mend));
    let is_mark = |&token: &usize| target.tokens[token].kind == TokenKind::Mark;
    let mut marks = (0..words.start).rev().take_while(is_mark).map(|token| target.token_str(token));
    let quotes = &target.language.rules.typography.quotes;
    words.len() == 2 && marks.any(|mark| quotes.iter().any(|(_, close)| close == mark))
}
