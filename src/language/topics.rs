//! What a language's words go with: a vector a word, in which words that are used in the same surroundings
//! lie close together.
//!
//! The encoder's vectors say what a word means where it stands, so that a wrong word takes on the colour of
//! the words around it; these do not know where it stands, and show that it does not belong there.
//!
//! Layout of `topics.bin`: `MTT1`, the number of words (u32, little endian), where each word ends in the
//! words' bytes (u32 each), the words, sorted, and [`WIDTH`] signed bytes a word: its vector up to a factor.

use super::word_table::{WordTable, u32_at};

const MAGIC: &[u8; 4] = b"MTT1";

/// Numbers in a vector.
pub const WIDTH: usize = 100;

/// A vector of length 1, or a mean of such.
pub type Topic = [f32; WIDTH];

/// The vectors, read in place.
#[derive(Clone, Copy, Debug)]
pub struct Topics {
    words: WordTable,
    vectors: &'static [u8],
}

impl Topics {
    /// Opens a pack; none when its bytes are not one.
    #[must_use]
    pub fn open(bytes: &'static [u8]) -> Option<Topics> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let (words, vectors) = WordTable::open(rest.get(4..)?, u32_at(rest, 0)?)?;
        Some(Topics { words, vectors })
    }

    /// The vector of a folded word, of length 1; none for a word that is not listed.
    #[must_use]
    pub fn of(&self, word: &str) -> Option<Topic> {
        let bytes: &[u8; WIDTH] = self.vectors.get(self.words.find(word)?.checked_mul(WIDTH)?..)?.first_chunk()?;
        let vector = bytes.map(|byte| f32::from(byte.cast_signed()));
        let length = closeness(&vector, &vector).sqrt();
        (length > 0.0).then(|| vector.map(|x| x / length))
    }
}

/// The inner product; of vectors of length 1, their cosine.
#[must_use]
pub fn closeness(a: &Topic, b: &Topic) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The bytes of a pack; of a word listed twice the first counts.
#[must_use]
pub fn build(mut rows: Vec<(String, Topic)>) -> Vec<u8> {
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    rows.dedup_by(|b, a| a.0 == b.0);
    let mut bytes = MAGIC.to_vec();
    bytes.extend((rows.len() as u32).to_le_bytes());
    let mut end = 0;
    for (word, _) in &rows {
        end += word.len() as u32;
        bytes.extend(end.to_le_bytes());
    }
    bytes.extend(rows.iter().flat_map(|(word, _)| word.bytes()));
    for (_, vector) in &rows {
        let greatest = vector.iter().fold(f32::MIN_POSITIVE, |greatest, x| greatest.max(x.abs()));
        bytes.extend(vector.iter().map(|x| (x / greatest * 127.0).round() as i8 as u8));
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn vector(numbers: &[f32]) -> Topic {
        let mut vector = [0.0; WIDTH];
        vector[..numbers.len()].copy_from_slice(numbers);
        vector
    }

    #[test]
    fn words_are_found_and_damage_does_no_harm() {
        let bytes = build(vec![("river".into(), vector(&[3.0, 4.0])), ("bank".into(), vector(&[0.0, -2.0]))]);
        let topics = Topics::open(bytes.clone().leak()).unwrap();
        let river = topics.of("river").unwrap();
        assert!((river[0] - 0.6).abs() < 0.01 && (river[1] - 0.8).abs() < 0.01);
        assert!((closeness(&river, &topics.of("bank").unwrap()) + 0.8).abs() < 0.01);
        assert_eq!(topics.of("sea"), None);
        for len in 0..bytes.len() {
            if let Some(topics) = Topics::open(bytes[..len].to_vec().leak()) {
                let _ = (topics.of("river"), topics.of("bank"));
            }
        }
    }

    proptest! {
        #[test]
        fn vectors_survive_packing(numbers in prop::collection::vec(-1.0f32..1.0, WIDTH)) {
            let vector = vector(&numbers);
            let length = closeness(&vector, &vector).sqrt();
            prop_assume!(length > 0.1);
            let topics = Topics::open(build(vec![("a".into(), vector)]).leak()).unwrap();
            prop_assert!(closeness(&topics.of("a").unwrap(), &vector) / length > 0.999);
        }
    }
}
