//! Places of files as URIs (RFC 3986).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but the unreserved characters and the slash between the parts of a path.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// A path with `/` between its parts as a reference: relative stays relative.
fn of_path(path: &str) -> String {
    utf8_percent_encode(path, ENCODED).to_string()
}

/// An absolute path as the `file` URI that a terminal can open.
#[must_use]
pub fn of_file(path: &str) -> String {
    let slash = if path.starts_with('/') { "" } else { "/" };
    format!("file://{slash}{}", of_path(path))
}

/// A path as a reference where it is relative, as a `file` URI where it starts at the root.
pub fn of_place(path: &str) -> String {
    if is_absolute(path) { of_file(path) } else { of_path(path) }
}

/// Whether a path leads out of the working folder or starts at the root, so that nobody should join it
/// to a folder of their own.
pub fn leads_out(path: &str) -> bool {
    is_absolute(path) || path.split('/').any(|part| part == "..")
}

fn is_absolute(path: &str) -> bool {
    let is_drive = matches!(path.as_bytes(), [letter, b':', b'/', ..] if letter.is_ascii_alphabetic());
    path.starts_with('/') || is_drive
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_keep_slashes_and_nothing_else_that_means_something() {
        assert_eq!(of_path("desk/één: 100%?#.txt"), "desk/%C3%A9%C3%A9n%3A%20100%25%3F%23.txt");
        assert_eq!(of_file("/a b"), "file:///a%20b");
    }

    #[test]
    fn paths_out_of_the_folder_are_told() {
        assert!(["../../x", "a/../../x", "/etc/x", "C:/x"].into_iter().all(leads_out));
        assert!(["a/b.txt", "a..b", "...", "é/x", "a:b", "::"].into_iter().all(|path| !leads_out(path)));
    }
}
