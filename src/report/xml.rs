//! Text for XML 1.0, in an attribute as in an element.

use super::told::number;

/// Escapes a text so that any reader gets it back, line breaks in attributes included. A character that
/// XML 1.0 has no way to write (most control characters and two noncharacters; section 2.2 of the
/// recommendation) is shown by its number, as `⟨U+0000⟩`.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            // Only `]]>` must not stand in an element as it is; escaping each is simpler and as good.
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push_str(&format!("&#{};", u32::from(c))),
            '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => out.push_str(&number(c)),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn escaped_text_comes_back(text in any::<String>()) {
            let xml = format!("<a b=\"{0}\">{0}</a>", escape(&text));
            let document = roxmltree::Document::parse(&xml).expect("well-formed");
            let is_space = |c: char| matches!(c, '\t' | '\n' | '\r');
            let is_writable = |c: char| is_space(c) || c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}');
            let expected: String =
                text.chars().map(|c| if is_writable(c) { c.to_string() } else { number(c) }).collect();
            let root = document.root_element();
            prop_assert_eq!(root.text().unwrap_or_default(), &expected);
            prop_assert_eq!(root.attribute("b").unwrap_or_default(), &expected);
        }
    }
}
