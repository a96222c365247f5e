//! Sorted words in the bytes of a pack: a table of their ends (u32 each, little endian), then the words.

/// Words sorted by their bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct WordTable {
    ends: &'static [u8],
    words: &'static [u8],
}

impl WordTable {
    pub(super) fn open(bytes: &'static [u8], n: usize) -> Option<(WordTable, &'static [u8])> {
        let (ends, rest) = bytes.split_at_checked(n.checked_mul(4)?)?;
        let len = n.checked_sub(1).map_or(Some(0), |last| u32_at(ends, last))?;
        let (words, rest) = rest.split_at_checked(len)?;
        Some((WordTable { ends, words }, rest))
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len() / 4
    }

    fn bytes(&self, n: usize) -> Option<&'static [u8]> {
        let start = n.checked_sub(1).map_or(Some(0), |before| u32_at(self.ends, before))?;
        self.words.get(start..u32_at(self.ends, n)?)
    }

    pub(super) fn word(&self, n: usize) -> Option<&'static str> {
        std::str::from_utf8(self.bytes(n)?).ok()
    }

    pub(super) fn find(&self, word: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = (low + high) / 2;
            match self.bytes(middle)?.cmp(word.as_bytes()) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle),
            }
        }
        None
    }
}

pub(super) fn u32_at(bytes: &[u8], n: usize) -> Option<usize> {
    bytes.get(n * 4..)?.first_chunk().map(|&bytes| u32::from_le_bytes(bytes) as usize)
}
