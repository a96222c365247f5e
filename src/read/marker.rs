//! Comments that tell which findings to leave out: `mtlint-ignore`, `mtlint-ignore-start` and
//! `mtlint-ignore-end`, each with `check-name, check-name: reason`. What they apply to is
//! decided where findings are.

use crate::article::{Marker, MarkerKind};

/// What a comment's text says; none when it is not meant for us. `at` and `raw` are its place in the
/// running text and in the file.
#[must_use]
pub fn parse(comment: &str, at: usize, raw: usize) -> Option<Marker> {
    let comment = comment.trim();
    if !comment.starts_with("mtlint-") {
        return None;
    }
    let end = comment.find(|c: char| c.is_whitespace() || c == ':').unwrap_or(comment.len());
    let (keyword, rest) = comment.split_at(end);
    let kind = match keyword {
        "mtlint-ignore" => MarkerKind::Next,
        "mtlint-ignore-start" => MarkerKind::Start,
        "mtlint-ignore-end" => MarkerKind::End,
        _ => MarkerKind::Unknown(keyword.to_owned()),
    };
    let names = rest.split_once(':').map_or(rest, |(names, _reason)| names);
    let checks = names.split([',', ' ', '\t', '\r', '\n']).filter(|name| !name.is_empty()).map(str::to_owned).collect();
    Some(Marker { kind, checks, at, raw })
}

/// The comments in a stretch of HTML: offset of `<!--`, and what stands inside.
pub fn comments(html: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + html[from..].find("<!--")?;
        let inside = start + "<!--".len();
        let end = html[inside..].find("-->").map_or(html.len(), |len| inside + len);
        from = end;
        Some((start, &html[inside..end]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_and_reasons_are_told_apart() {
        let checks = |comment| parse(comment, 0, 0).map(|m| (m.kind, m.checks.join("+")));
        assert_eq!(checks(" mtlint-ignore "), Some((MarkerKind::Next, String::new())));
        assert_eq!(checks("mtlint-ignore: a band"), Some((MarkerKind::Next, String::new())));
        assert_eq!(checks(" mtlint-ignore-start a-b, c-d : why: so "), Some((MarkerKind::Start, "a-b+c-d".to_owned())));
        assert_eq!(checks("mtlint-ignore-end"), Some((MarkerKind::End, String::new())));
        assert_eq!(checks("mtlint-off x"), Some((MarkerKind::Unknown("mtlint-off".to_owned()), "x".to_owned())));
        assert_eq!(checks("see mtlint-ignore"), None);
    }

    #[test]
    fn comments_are_found_even_when_left_open() {
        let found: Vec<_> = comments("<!-- a --> x <!--b--><!-- c").collect();
        assert_eq!(found, [(0, " a "), (13, "b"), (21, " c")]);
    }
}
