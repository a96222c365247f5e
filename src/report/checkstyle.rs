//! Checkstyle's XML, which many servers and editors read: `file` elements with an `error` each finding,
//! as Checkstyle's own `XMLLogger` writes them.
//!
//! The format has no place for a fingerprint: it stands in an attribute of its own, which readers pass
//! over.

use std::fmt::Write as _;

use super::Reported;
use super::told::sentence_of;
use super::xml::escape;
use crate::finding::Severity;

/// Version of Checkstyle whose form this is; readers expect one.
const VERSION: &str = "8.0";

pub fn header() -> Vec<u8> {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"{VERSION}\">\n").into_bytes()
}

pub fn footer() -> Vec<u8> {
    b"</checkstyle>\n".to_vec()
}

pub fn article(reported: &Reported) -> Vec<u8> {
    let mut out = format!("<file name=\"{}\">\n", escape(&reported.path));
    for row in reported.rows() {
        let finding = row.finding;
        let severity = match finding.severity {
            Severity::Critical => "error",
            Severity::Major => "warning",
            Severity::Minor => "info",
        };
        let _ = writeln!(
            out,
            "<error line=\"{}\" column=\"{}\" severity=\"{severity}\" message=\"{}\" \
             source=\"mtlint.{}\" fingerprint=\"{}\"/>",
            row.at.line,
            row.at.column,
            escape(&sentence_of(finding)),
            finding.check,
            row.fingerprint
        );
    }
    out.push_str("</file>\n");
    out.into_bytes()
}

/// Checkstyle writes what kept it from a file as an `exception`.
pub fn refused(path: &str, reason: &str) -> Vec<u8> {
    format!("<file name=\"{}\">\n<exception>{}</exception>\n</file>\n", escape(path), escape(reason)).into_bytes()
}
