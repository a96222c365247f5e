//! A translation memory: TMX 1.4b. Units hold what was matched; sentences without a counterpart have
//! no place in it.

use std::fmt::Write as _;

use super::{escape, line_of, rendering};
use crate::align::Alignment;
use crate::article::Text;
use crate::report::page::OWN_LANGUAGE;

pub fn write(source: &Text, target: &Text, alignment: &Alignment) -> String {
    // No date of creation: the same texts give the same bytes.
    let mut out = format!(
        concat!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
            "<tmx version=\"1.4\">\n",
            "  <header creationtool=\"mtlint\" creationtoolversion=\"{}\" segtype=\"sentence\" o-tmf=\"mtlint\"",
            " adminlang=\"{}\" srclang=\"{}\" datatype=\"plaintext\"/>\n",
            "  <body>\n",
        ),
        env!("CARGO_PKG_VERSION"),
        OWN_LANGUAGE,
        escape(source.language.code()),
    );
    for bead in alignment.beads.iter().filter(|bead| bead.is_matched()) {
        // `block` is TMX's word for what is no single sentence, paragraph or phrase.
        let is_sentence = bead.source.len() == 1 && bead.target.len() == 1;
        out.push_str(if is_sentence { "    <tu>\n" } else { "    <tu segtype=\"block\">\n" });
        let _ = writeln!(out, "      <prop type=\"x-probability\">{:.3}</prop>", bead.probability);
        let _ = writeln!(out, "      <prop type=\"x-rendering\">{}</prop>", rendering(bead));
        for (text, sentences) in [(source, &bead.source), (target, &bead.target)] {
            let code = escape(text.language.code());
            let _ =
                writeln!(out, "      <tuv xml:lang=\"{code}\"><seg>{}</seg></tuv>", escape(&line_of(text, sentences)));
        }
        out.push_str("    </tu>\n");
    }
    out.push_str("  </body>\n</tmx>\n");
    out
}
