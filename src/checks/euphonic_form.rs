//! The check `euphonic-form`.

use super::check::{Context, check};
use crate::article::Text;
use crate::facts::names::is_acronym;
use crate::finding::{Finding, Findings};
use crate::language::inflect::capitalised_like;
use crate::language::tokens::TokenKind;
use crate::text::{Span, is_capitalised};

const CONFIDENCE: f32 = 0.92;

/// Before a word that no list has, and whose sound is therefore unsure.
const UNSURE: f32 = 0.4;

check! {
    /// A form that does not go with the sound of the next word.
    ///
    /// *A* and *an*, Italian *un* and *uno*, Spanish *y* and *e*, Russian *с* and *со*, elided articles: which words
    /// change before which sounds the language's rules say.
    ///
    /// # Why it matters
    ///
    /// A translator never writes *an person*; a machine that changed the noun and not the article does, and so does an
    /// editor who changed it afterwards.
    ///
    /// # Examples
    ///
    /// ```example
    /// en: It would have been a honour to meet an person like her.
    ///                        ^ an
    ///                                         ^^ a
    /// ```
    ///
    /// Sounds count, not letters:
    ///
    /// ```example
    /// en: Within an hour, a European union had become a one-off.
    /// ```
    ///
    /// ```example
    /// it: Il ministro ha incontrato un studente.
    ///                               ^^ uno
    /// ```
    ///
    /// # Limits
    ///
    /// Silent where usage wavers (*an historic*), before letters read one by one (*a FAQ*), and, but in languages
    /// that say otherwise, before names. A word on no list, whose sound is unsure, counts for the risk and is not
    /// shown by default.
    pub static EUPHONIC_FORM = {
        name: "euphonic-form",
        category: GRAMMAR,
        severity: Minor,
        since: "0.1.0",
        needs: Target,
        silences: ["wrong-form"],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    let target = context.target();
    if target.language.rules.alternations.is_empty() {
        return;
    }
    for sentence in &target.sentences {
        for token in sentence.tokens.clone().filter(|token| token + 1 < sentence.tokens.end) {
            let is_first = token == sentence.tokens.start;
            if let Some((span, right, confidence)) = mistaken(target, token, is_first) {
                let (written, next) = (target.token_str(token), target.token_str(token + 1));
                let message = format!("“{written}” does not go with the sound of “{next}”");
                findings.push(Finding {
                    suggestions: vec![right],
                    ..EUPHONIC_FORM.finding(Some(span), confidence, message)
                });
            }
        }
    }
}

/// What should stand in the place of a token, and where.
fn mistaken(text: &Text, token: usize, is_first: bool) -> Option<(Span, String, f32)> {
    let (here, next) = (text.tokens[token], text.tokens[token + 1]);
    let (written, beside) = (text.token_str(token), text.token_str(token + 1));
    let is_beside = text.slice(Span::new(here.span.end, next.span.start)) == " ";
    // A letter that is a name of something (`hepatitis A`), or a part of a word (`prends-le`).
    let is_joined = text.document.text()[..here.span.start].ends_with(|c: char| !c.is_whitespace() && !is_opening(c));
    if !is_beside || next.kind == TokenKind::Mark || is_joined || is_capitalised(written) && !is_first {
        return None;
    }
    let (form, following) = (text.form(token), text.form(token + 1));
    let alternations = text.language.rules.alternations.iter();
    let mut checked = alternations.filter(|alternation| {
        !alternation.unsure.iter().any(|unsure| **unsure == *form.folded)
            && (alternation.names || !is_capitalised(beside))
    });
    let right = checked.find_map(|alternation| alternation.right(&form.folded, &following.folded))?;
    let is_spelled_out = is_acronym(beside) || beside.chars().nth(1).is_none_or(|c| !c.is_alphanumeric() && c != '-');
    if next.kind == TokenKind::Word && is_spelled_out {
        return None;
    }
    let is_listed = following.zipf.is_some() || following.lemmas.iter().any(Option::is_some);
    let is_known = next.kind == TokenKind::Number || is_listed;
    let confidence = if is_known { CONFIDENCE } else { UNSURE };
    let right = capitalised_like(written, right);
    if !right.ends_with('\'') {
        return Some((here.span, right, confidence));
    }
    let mark = if text.document.text().contains('’') { "’" } else { "'" };
    Some((here.span.cover(next.span), right.replace('\'', mark) + beside, confidence))
}

fn is_opening(c: char) -> bool {
    matches!(c, '(' | '[' | '"' | '“' | '„' | '«' | '‘' | '¿' | '¡' | '—' | '–')
}
