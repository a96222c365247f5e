//! Words of a language of which none renders what another says: those that say the opposite of each other (`rise` and
//! `fall`), and those that name different things of a kind (`gold`, `silver` and `bronze`).
//!
//! Layout of `antonyms.tsv`: two base forms a line with a tab between them, the first the smaller, lines
//! sorted. Of `contrasts.tsv`: a set of base forms a line, with tabs between them. A word may be in many lines.

use rustc_hash::FxHashMap as HashMap;

/// How two words differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contrast {
    /// They say the opposite.
    Opposite,
    /// They name different things of a kind.
    Kind,
}

/// The opposites of each word, and what is of its kind.
#[derive(Debug, Default)]
pub struct Antonyms {
    by_word: HashMap<&'static str, Vec<(&'static str, Contrast)>>,
}

impl Antonyms {
    /// Reads both tables; a line of one word says nothing.
    #[must_use]
    pub fn parse(antonyms: &'static str, contrasts: &'static str) -> Antonyms {
        let mut by_word: HashMap<&str, Vec<(&str, Contrast)>> = HashMap::default();
        for (table, contrast) in [(antonyms, Contrast::Opposite), (contrasts, Contrast::Kind)] {
            for words in table.lines().map(|line| line.split('\t').collect::<Vec<_>>()) {
                for word in &words {
                    let others = words.iter().filter(|other| *other != word).map(|&other| (other, contrast));
                    by_word.entry(word).or_default().extend(others);
                }
            }
        }
        Antonyms { by_word }
    }

    /// What renders a base form wrongly, in the order of the tables, the opposites first.
    #[must_use]
    pub fn of(&self, word: &str) -> &[(&'static str, Contrast)] {
        self.by_word.get(word).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_line_are_mutual() {
        let antonyms = Antonyms::parse("drop\trise\nfall\trise\n\nalone\n", "bronze\tgold\tsilver\nfall\tspring\n");
        let (opposite, kind) = (Contrast::Opposite, Contrast::Kind);
        assert_eq!(antonyms.of("rise"), [("drop", opposite), ("fall", opposite)]);
        assert_eq!(antonyms.of("fall"), [("rise", opposite), ("spring", kind)]);
        assert_eq!(antonyms.of("gold"), [("bronze", kind), ("silver", kind)]);
        assert!(antonyms.of("alone").is_empty());
    }
}
