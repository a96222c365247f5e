//! The check `quotation-mismatch`.

use std::ops::Range;

use super::check::{Context, check};
use crate::align::{Alignment, Bead};
use crate::article::{BlockKind, Side, Text};
use crate::facts::quotations::{Quotations, Voice, is_dash_between};
use crate::finding::{Finding, Findings};
use crate::language::tokens::TokenKind;
use crate::text::is_capitalised;

/// Zipf frequency (× 10) from which a word is linked to anything.
const FUNCTION_WORD: u8 = 62;

/// Words in a row that stand inside marks on one side and outside on the other: fewer may be a phrase that was
/// moved, or a link that is wrong.
const LEAST: usize = 6;

/// So many leave no doubt.
const MANY: usize = 10;

/// Confidence with the fewest and with many such words.
const CONFIDENCE: (f32, f32) = (0.6, 0.85);

check! {
    /// Words inside quotation marks on one side that stand outside them on the other.
    ///
    /// A quotation that has lost its marks, one that was none in the source, or a sentence that slid out of a
    /// quotation or into it.
    ///
    /// # Why it matters
    ///
    /// What somebody said becomes what the paper says, or the paper's words are put into somebody's mouth.
    ///
    /// # Examples
    ///
    /// ```example
    /// nl: “De brug blijft nog een jaar dicht. Daarna bouwen wij een nieuwe tunnel onder de rivier”, zei de wethouder.
    /// en: “The bridge will stay closed for another year.” After that we will build a new tunnel under the river, the alderman said.
    ///                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    /// ```
    ///
    /// ```example
    /// nl: “De brug blijft nog een jaar dicht. Daarna bouwen wij een nieuwe tunnel onder de rivier”, zei de wethouder.
    /// en: “The bridge will stay closed for another year,” the alderman said. “After that we will build a new tunnel under the river.”
    /// ```
    ///
    /// # Limits
    ///
    /// Needs the encoder, and six words in a row that say something and have a counterpart. Silent where marks
    /// do not answer each other or an apostrophe may be one, in dialogue that begins with a dash, and in
    /// headlines, and of titles and names. What a translator has turned into indirect speech is reported too where
    /// the words are the same.
    pub static QUOTATION_MISMATCH = {
        name: "quotation-mismatch",
        category: MISTRANSLATION,
        severity: Major,
        since: "0.1.0",
        needs: Encoder,
        silences: [],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    let (Some((source, alignment)), Some(ledger)) = (context.aligned(), context.ledger) else { return };
    let places = Places { texts: [source, context.target()], alignment, quotations: &ledger.quotations };
    for bead in alignment.beads.iter().filter(|bead| bead.is_matched()) {
        if context.target().block_kind(bead.target.start) == BlockKind::Paragraph {
            places.of_bead(bead).into_iter().for_each(|finding| findings.push(finding));
        }
    }
}

struct Places<'a> {
    texts: [&'a Text; 2],
    alignment: &'a Alignment,
    quotations: &'a [Quotations; 2],
}

impl Places<'_> {
    /// The longest stretch of each quotation, as far as it stands in a sentence of the bead, that is outside all
    /// marks on the other side.
    fn of_bead(&self, bead: &Bead) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (side, sentences) in [(Side::Source, &bead.source), (Side::Target, &bead.target)] {
            let own = side as usize;
            for sentence in sentences.clone() {
                let tokens = &self.texts[own].sentences[sentence].tokens;
                let parts = self.quotations[own].within(tokens.clone());
                let stretches = parts.filter_map(|part| self.outside(own, part));
                findings.extend(stretches.filter_map(|stretch| self.finding(side, &stretch)));
            }
        }
        findings
    }

    fn is_content(&self, side: usize, token: usize) -> bool {
        let text = self.texts[side];
        text.tokens[token].kind == TokenKind::Word && text.form(token).zipf.is_none_or(|zipf| zipf < FUNCTION_WORD)
    }

    /// The longest run of words in a quotation whose counterparts all stand outside marks; none if it cannot be
    /// told of any word where its counterpart stands. What follows a dash may be who says it: some languages
    /// close the marks behind that.
    fn outside(&self, side: usize, quoted: Range<usize>) -> Option<Vec<usize>> {
        let mut longest: Vec<usize> = Vec::new();
        let mut run: Vec<usize> = Vec::new();
        let mut is_told = true;
        for token in quoted {
            if is_dash_between(self.texts[side], token) {
                is_told = false;
                run.clear();
                continue;
            }
            if !is_told || !self.is_content(side, token) {
                continue;
            }
            let there = self.alignment.linked(side, token);
            let voices: Vec<Voice> = there.map(|token| self.quotations[1 - side].voice(token)).collect();
            if voices.contains(&Voice::Unsure) {
                return None;
            }
            match voices.first() {
                None => {}
                Some(_) if voices.contains(&Voice::Quoted) => run.clear(),
                Some(_) => run.push(token),
            }
            if run.len() > longest.len() {
                longest.clone_from(&run);
            }
        }
        (longest.len() >= LEAST).then_some(longest)
    }

    fn finding(&self, side: Side, words: &[usize]) -> Option<Finding> {
        let own = side as usize;
        let here = *words.first()?..*words.last()? + 1;
        let mut there: Vec<usize> = words.iter().flat_map(|&token| self.alignment.linked(own, token)).collect();
        there.sort_unstable();
        // A title or a name, which marks set off at will.
        let is_title = |side: usize, tokens: &[usize]| {
            let mut words = tokens.iter().filter(|&&token| self.is_content(side, token)).peekable();
            words.peek().is_some() && words.all(|&token| is_capitalised(self.texts[side].token_str(token)))
        };
        if is_title(own, words) || is_title(1 - own, &there) {
            return None;
        }
        let there = *there.first()?..*there.last()? + 1;
        let sure = (words.len() - LEAST) as f32 / (MANY - LEAST) as f32;
        let confidence = CONFIDENCE.0 + (CONFIDENCE.1 - CONFIDENCE.0) * sure.min(1.0);
        let (source, target, message) = match side {
            Side::Source => (here, there, "inside quotation marks in the source, outside here"),
            Side::Target => (there, here, "outside quotation marks in the source, inside here"),
        };
        let span = self.texts[1].span_of(&target);
        let source_span = self.texts[0].span_of(&source);
        Some(Finding { source_span, ..QUOTATION_MISMATCH.finding(span, confidence, message.to_owned()) })
    }
}
