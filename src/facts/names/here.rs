//! What is made of a bead when first asked for.

use std::ops::Range;

use super::spelling::Sound;
use super::words::is_cased;
use crate::article::Text;
use crate::language::gazetteer::{Gazetteer, Meanings, Place};
use crate::language::tokens::TokenKind;
use crate::text::is_capitalised;

/// What is made of a bead when first asked for, by side.
pub struct Here {
    pub sentences: [Range<usize>; 2],
    pub tokens: [Range<usize>; 2],
    pub sounds: [Option<Sound>; 2],
    pub wider: [Option<Sound>; 2],
    places: [Option<Vec<Place>>; 2],
}

impl Here {
    pub fn of(sentences: [Range<usize>; 2], tokens: [Range<usize>; 2]) -> Here {
        Here { sentences, tokens, sounds: [None, None], wider: [None, None], places: [None, None] }
    }

    pub fn places(&mut self, side: usize, texts: [&Text; 2]) -> &[Place] {
        let tokens = self.tokens[side].clone();
        self.places[side].get_or_insert_with(|| places(texts[side], tokens))
    }

    /// Whether a place of one side is none of the other's.
    pub fn has_open_place(&mut self, side: usize, texts: [&Text; 2]) -> bool {
        let theirs: Vec<Meanings> = self.places(1 - side, texts).iter().map(|place| place.meanings).collect();
        let is_open = |place: &Place| !theirs.iter().any(|other| other.meets(place.meanings));
        self.places(side, texts).iter().any(is_open)
    }
}

/// The known places of a run of tokens, the longest from each.
fn places(text: &Text, tokens: Range<usize>) -> Vec<Place> {
    let gazetteer = Gazetteer::embedded();
    let cased = is_cased(text);
    let is_word =
        |token: usize| text.tokens[token].kind == TokenKind::Word && (!cased || is_capitalised(text.token_str(token)));
    tokens.clone().filter(|&token| is_word(token)).filter_map(|token| gazetteer.at(text, token, tokens.end)).collect()
}
