//! What another word must be to stand in the place of one, and the sentence with it.

use crate::article::Text;
use crate::language::inflect;
use crate::language::senses::Inventory;
use crate::language::words::Form;
use crate::text::{Span, fold};

/// Another word, fitted to the place of a token.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Replacement {
    /// In the form and with the capital of the word that it replaces.
    pub word: String,
    /// What the word before it must become, where that changes with it.
    pub before: Option<String>,
}

impl Replacement {
    /// Of a base form; none where that is what stands there.
    pub fn of(target: &Text, inventory: &Inventory, token: usize, base: &str) -> Option<Replacement> {
        let (form, written) = (target.form(token), target.token_str(token));
        let word = inflect::like(form, base_of(inventory, form), base, target.language);
        let word = inflect::capitalised_like(written, &word);
        let before = token.checked_sub(1).filter(|before| is_beside(target, *before)).and_then(|before| {
            let right = target.language.rules.alternated(&target.form(before).folded, &fold(&word))?;
            Some(inflect::capitalised_like(target.token_str(before), right))
        });
        (word != written).then_some(Replacement { word, before })
    }
}

/// A sentence with another word in the place of a token, and of the one before it where that changes too.
pub(crate) fn wording(target: &Text, sentence: usize, token: usize, word: &str, before: Option<&str>) -> String {
    let whole = target.sentences[sentence].span;
    let at = |token: usize| {
        let span = target.tokens[token].span;
        Span::new(span.start.saturating_sub(whole.start), span.end.saturating_sub(whole.start))
    };
    let mut wording = target.slice(whole).to_owned();
    wording.replace_range(at(token).range(), word);
    if let Some((place, word)) = token.checked_sub(1).map(at).zip(before) {
        wording.replace_range(place.range(), word);
    }
    wording
}

/// Whether a token and the next stand beside each other with nothing but a space between.
fn is_beside(target: &Text, token: usize) -> bool {
    let (Some(one), Some(next)) = (target.tokens.get(token), target.tokens.get(token + 1)) else { return false };
    target.document.text().get(one.span.end..next.span.start) == Some(" ")
}

/// The base form that the inventory knows a form by.
fn base_of<'f>(inventory: &Inventory, form: &'f Form) -> &'f str {
    form.words().find(|word| inventory.sources(word).next().is_some()).unwrap_or(&form.folded)
}
