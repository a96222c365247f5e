//! The clauses of a sentence.

/// Letters on both sides of a place where a sentence is cut, as shares of it.
const CUT_WITHIN: [f64; 2] = [0.12, 0.88];

/// Where clauses end, in bytes: after a mark inside the sentence that is not between digits.
pub fn clause_ends(sentence: &str) -> Vec<usize> {
    let is_mark = |c: char| matches!(c, ',' | ';' | ':' | '，' | '、' | '；' | '：' | '،' | '؛' | '–' | '—');
    let (least, most) = (CUT_WITHIN[0] * sentence.len() as f64, CUT_WITHIN[1] * sentence.len() as f64);
    let mut ends: Vec<usize> = Vec::new();
    for (at, mark) in sentence.char_indices().filter(|&(_, c)| is_mark(c)) {
        let end = at + mark.len_utf8();
        let between_digits =
            sentence[..at].ends_with(char::is_numeric) && sentence[end..].starts_with(char::is_numeric);
        let far = ends.last().is_none_or(|&last| (end - last) as f64 >= least);
        if !between_digits && far && (least..most).contains(&(end as f64)) {
            ends.push(end);
        }
    }
    ends
}

/// Parts of a sentence that is cut there, in bytes.
pub fn cut_at(sentence: &str, cuts: &[usize]) -> Vec<String> {
    let ends = cuts.iter().copied().chain([sentence.len()]);
    let mut start = 0;
    let mut parts = Vec::new();
    for end in ends {
        parts.push(sentence[start..end].trim().to_owned());
        start = end;
    }
    parts
}

/// A sentence that goes on: its full stop is a comma.
pub fn without_stop(sentence: &str) -> String {
    let sentence = sentence.trim_end();
    match sentence.chars().next_back() {
        Some('.') => format!("{},", &sentence[..sentence.len() - 1]),
        Some('。') => format!("{}，", &sentence[..sentence.len() - '。'.len_utf8()]),
        _ => sentence.to_owned(),
    }
}
