//! Words of a language that say the opposite of each other: `rise` and `fall`.
//!
//! Layout of `antonyms.tsv`: two base forms a line with a tab between them, the first the smaller, lines
//! sorted. A word may be in many lines.

use rustc_hash::FxHashMap as HashMap;

/// The opposites of each word.
#[derive(Debug, Default)]
pub struct Antonyms {
    by_word: HashMap<&'static str, Vec<&'static str>>,
}

impl Antonyms {
    /// Reads a table; what is no pair of words is passed over.
    #[must_use]
    pub fn parse(tsv: &'static str) -> Antonyms {
        let mut by_word: HashMap<&str, Vec<&str>> = HashMap::default();
        for (a, b) in tsv.lines().filter_map(|line| line.split_once('\t')) {
            by_word.entry(a).or_default().push(b);
            by_word.entry(b).or_default().push(a);
        }
        Antonyms { by_word }
    }

    /// What says the opposite of a base form, in the order of the table.
    #[must_use]
    pub fn of(&self, word: &str) -> &[&'static str] {
        self.by_word.get(word).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opposites_are_mutual() {
        let antonyms = Antonyms::parse("drop\trise\nfall\trise\n\nalone\n");
        assert_eq!(antonyms.of("rise"), ["drop", "fall"]);
        assert_eq!(antonyms.of("fall"), ["rise"]);
        assert!(antonyms.of("alone").is_empty());
    }
}
