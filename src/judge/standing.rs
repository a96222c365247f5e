//! How a name of the target that seems to have no counterpart stands in its sentence: what the encoder, the judge, the
//! appraiser and the reader say of it.
//!
//! The facts ([`crate::facts::names`]) know how a name is spelled, where it is known, and what it is aligned with. Here
//! the sentence is asked: whether it renders the source better with the source's name in the place of the doubtful one,
//! how close the name comes to anything in the source, and whether the judge stumbles over it.

use std::ops::Range;

use any_ascii::any_ascii;

use super::Defect;
use super::hearing::{Hearing, Judged};
use crate::align::vectors::{WIDTH, dot};
use crate::facts::names::{NameEntry, is_cased};

/// Doubt from which a name is looked at; below it is none.
pub const LEAST_DOUBT: f32 = 0.1;

/// Tokens of the longest sentence that is weighed with another name: longer ones are lists or broken text.
const MAX_TOKENS: usize = 128;

/// What is seen of a doubtful name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// By how much the logits of the appraiser and of the reader fall with the source's name in its place, as written or,
    /// where the scripts differ, in Latin letters; none where no name of the source is left over for it, and where
    /// capitals do not tell the source's names: there the doubt says as much.
    pub gains: Option<[f32; 2]>,
    /// How close the encoder finds a word of the name to one of the source's side of the bead, at most; and, in the
    /// mean, any word of the bead's target.
    pub closeness: [f32; 2],
    /// Words of the name.
    pub n_words: usize,
    /// The judge's probability that a word of it is of the wrong sense, at most.
    pub suspicion: f32,
}

/// How the doubtful names of the target stand, one for each; none for the others.
#[must_use]
pub fn standings(hearing: &Hearing<'_>, judged: &Judged, names: &[NameEntry]) -> Vec<Option<Standing>> {
    // Names come bead by bead.
    let mut closest = (0..0, Vec::new());
    let standing = |name: &NameEntry| {
        let target = name.target.as_ref().filter(|_| name.doubt >= LEAST_DOUBT)?;
        of_name(hearing, judged, target, name.source.as_ref(), &mut closest)
    };
    names.iter().map(standing).collect()
}

/// `closest` is a bead's tokens of the target, and for each how close it is to one of the source.
fn of_name(
    hearing: &Hearing<'_>,
    judged: &Judged,
    name: &Range<usize>,
    original: Option<&Range<usize>>,
    closest: &mut (Range<usize>, Vec<f32>),
) -> Option<Standing> {
    let (source, ..) = hearing.source?;
    let sentence = hearing.target.sentence_of(name.start);
    let (theirs, bead) = hearing.beside(sentence);
    if theirs.is_empty() {
        return None;
    }
    if closest.0 != bead {
        let of_token = |own: &[f32; WIDTH]| theirs.iter().map(|other| dot(own, other)).fold(f32::MIN, f32::max);
        *closest = (bead.clone(), hearing.vectors.rows(bead.clone()).iter().map(of_token).collect());
    }
    let closest = &closest.1;
    let of_words = name.clone().filter_map(|token| closest.get(token.checked_sub(bead.start)?).copied());
    let is_told = is_cased(source) && !source.language.rules.capitalised_nouns;
    let is_weighed = is_told && hearing.target.sentences[sentence].tokens.len() <= MAX_TOKENS;
    let original = original.filter(|_| is_weighed).and_then(|original| source.span_of(original));
    let is_foreign = source.language.rules.scripts.first() != hearing.target.language.rules.scripts.first();
    let written = |span| if is_foreign { any_ascii(source.slice(span)) } else { source.slice(span).to_owned() };
    Some(Standing {
        gains: original.and_then(|span| gains(hearing, judged, sentence, name, &written(span))),
        closeness: [of_words.fold(f32::MIN, f32::max), closest.iter().sum::<f32>() / closest.len() as f32],
        n_words: name.len(),
        suspicion: name.clone().map(|token| judged.probability(token, Defect::Sense)).fold(0.0, f32::max),
    })
}

/// What is gained with another name in the place of a sentence's.
fn gains(
    hearing: &Hearing<'_>,
    judged: &Judged,
    sentence: usize,
    name: &Range<usize>,
    other: &str,
) -> Option<[f32; 2]> {
    let target = hearing.target;
    let (place, span) = (target.sentences[sentence].span, target.span_of(name)?);
    let text = target.slice(place);
    let (before, after) = (text.get(..span.start.checked_sub(place.start)?)?, text.get(span.end - place.start..)?);
    let weighed = hearing.weigh(sentence, &[format!("{before}{other}{after}")]);
    let weighed = weighed.first()?;
    let appraised =
        judged.appraisals.get(sentence).copied().flatten()? - hearing.appraise(sentence, &weighed.vectors)?;
    Some([appraised, judged.readings.get(sentence)? - weighed.reading.score()])
}
