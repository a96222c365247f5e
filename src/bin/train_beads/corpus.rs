//! The articles that are read.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use mtlint::language::Language;

use crate::gzip::lines;

/// The news articles in all languages.
pub struct Corpus {
    /// English first.
    pub languages: Vec<&'static Language>,
    /// Each article's segments, each in all languages.
    pub articles: Vec<Vec<Vec<String>>>,
}

impl Corpus {
    pub fn read(folder: &Path) -> Result<Corpus> {
        let mut files: Vec<_> = fs::read_dir(folder)
            .with_context(|| format!("listing {}", folder.display()))?
            .map(|entry| Ok(entry?.path()))
            .collect::<Result<_>>()?;
        files.sort();
        let mut languages = Vec::new();
        let mut articles: Vec<Vec<Vec<String>>> = Vec::new();
        for path in &files {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let codes: Vec<&str> = name.split('.').next().unwrap_or_default().split('-').collect();
            let [Some(original), Some(language)] = [0, 1].map(|i| codes.get(i).and_then(|code| Language::get(code)))
            else {
                continue;
            };
            let is_first = languages.is_empty();
            if is_first {
                languages.push(original);
            }
            languages.push(language);
            let mut before = String::new();
            let mut place = (0, 0);
            for line in lines(path)?.skip(1) {
                let line = line?;
                let columns: Vec<&str> = line.split('\t').map(str::trim).collect();
                let [article, english, translation] = columns[..] else { bail!("{}: {line}", path.display()) };
                place = if article == before { (place.0, place.1 + 1) } else { (place.0 + 1, 0) };
                before = article.to_owned();
                if is_first {
                    articles.resize(place.0, Vec::new());
                    articles[place.0 - 1].push(vec![english.to_owned()]);
                }
                let segment = articles.get_mut(place.0 - 1).and_then(|article| article.get_mut(place.1));
                segment
                    .with_context(|| format!("{}: a segment too many", path.display()))?
                    .push(translation.to_owned());
            }
        }
        ensure!(!articles.is_empty(), "no articles in {}", folder.display());
        Ok(Corpus { languages, articles })
    }
}
