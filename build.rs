//! Compresses the files of the folders of `corpora/packs` and lists them, so that they are embedded: a
//! new language or pair is a new folder there and not a line of code. What lies in `corpora/packs`
//! itself is read in place and embedded as it is, by the code that reads it.

use std::io::Write as _;
use std::path::Path;
use std::{env, fs, io};

use flate2::Compression;
use flate2::write::ZlibEncoder;

fn main() -> io::Result<()> {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("set by cargo")).join("corpora/packs");
    println!("cargo::rerun-if-changed=corpora/packs");
    let mut files = Vec::new();
    for folder in fs::read_dir(&root)? {
        let folder = folder?.path();
        if !folder.is_dir() {
            continue;
        }
        for file in fs::read_dir(&folder)? {
            files.push(file?.path());
        }
    }
    let mut named: Vec<(String, &str)> = Vec::new();
    for file in &files {
        let name = file.strip_prefix(&root).expect("found below the root");
        let name = name.to_str().expect("pack names are ASCII").replace('\\', "/");
        named.push((name, file.to_str().expect("the checkout's path is UTF-8")));
    }
    // By the names as they are looked up: paths sort otherwise (`de` before `de-en`, `de/` after).
    named.sort();
    let out = env::var("OUT_DIR").expect("set by cargo");
    let mut compressed = Vec::new();
    let mut table = String::from("[\n");
    for (name, path) in named {
        let start = compressed.len();
        let mut encoder = ZlibEncoder::new(&mut compressed, Compression::best());
        encoder.write_all(&fs::read(path)?)?;
        encoder.finish()?;
        table.push_str(&format!("    ({name:?}, {start}..{}),\n", compressed.len()));
    }
    table.push(']');
    fs::write(Path::new(&out).join("packs.bin"), compressed)?;
    fs::write(Path::new(&out).join("packs.rs"), table)
}
