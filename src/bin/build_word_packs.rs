//! Maintainers' program: compiles the word lists that `corpora/export_words.py` writes into
//! `corpora/packs/<language>/words.bin`.
//!
//! ```text
//! cargo run --release --features pack-building --bin build_word_packs -- LISTS_DIR corpora/packs
//! ```

use std::path::Path;
use std::{env, fs};

use anyhow::{Context, Result, bail};
use mtlint::language::words::{WordEntry, build};
use mtlint::text::fold;

fn main() -> Result<()> {
    let [lists, packs] = &env::args().skip(1).collect::<Vec<_>>()[..] else {
        bail!("usage: build_word_packs LISTS_DIR PACKS_DIR");
    };
    let mut files: Vec<_> = fs::read_dir(lists)?.collect::<Result<_, _>>()?;
    files.sort_by_key(fs::DirEntry::path);
    for file in files {
        let path = file.path();
        let Some(language) = path.file_stem().and_then(|s| s.to_str()) else { continue };
        let list = fs::read_to_string(&path)?;
        let entries =
            list.lines().map(entry).collect::<Result<Vec<_>>>().with_context(|| path.display().to_string())?;
        let pack = build(&entries);
        let folder = Path::new(packs).join(language);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("words.bin"), &pack)?;
        println!("{language}\t{} forms\t{} kB", entries.len(), pack.len() / 1024);
    }
    Ok(())
}

fn entry(line: &str) -> Result<WordEntry> {
    let [form, zipf, lower, capitalised] = line.split('\t').collect::<Vec<_>>()[..] else {
        bail!("not four columns: {line}");
    };
    Ok(WordEntry {
        form: fold(form),
        zipf: zipf.parse().with_context(|| line.to_owned())?,
        lemmas: [fold(lower), fold(capitalised)],
    })
}
