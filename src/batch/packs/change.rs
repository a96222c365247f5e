//! Adding and removing dictionaries: what is used of each is kept beside the inventory that it went
//! into, so that the inventory can be made anew from the program's own and those that remain.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};

use super::dictionary;
use crate::batch::output::replace;
use crate::cli::pack::AddArgs;
use crate::config::known;
use crate::language::dictionary::{Dictionary, Origin};
use crate::language::merge::merge;
use crate::language::{DICTIONARY, Language, SENSES, embedded_senses, inventory_hash, senses, senses_folder};

/// A dictionary that was added.
pub struct Kept {
    /// Its name.
    pub name: String,
    /// Name of its pair's folder.
    pub folder: String,
    /// What is used of it.
    pub dictionary: Dictionary,
    /// Where it comes from.
    pub origin: Origin,
}

/// Runs `mtlint pack add`; what it prints.
pub fn add(root: &Path, args: &AddArgs, say: &impl Fn(&str)) -> Result<String> {
    let indexes = dictionary::find(&args.package)?;
    let mut out = String::new();
    let mut added = 0;
    for index in &indexes {
        let name = name_of(index);
        let languages = match languages(&name, args) {
            Ok(languages) => languages,
            // A folder has dictionaries of everything.
            Err(error) if indexes.len() > 1 && args.from.is_none() && args.to.is_none() => {
                say(&format!("{}: passed over: {error:#}", index.display()));
                continue;
            }
            Err(error) => return Err(error),
        };
        match add_one(root, index, &name, languages) {
            Ok(told) => {
                out.push_str(&told);
                added += 1;
            }
            Err(error) if indexes.len() > 1 => say(&format!("passed over: {error:#}")),
            Err(error) => return Err(error),
        }
    }
    if added == 0 {
        bail!("nothing was added: no dictionary in {} can be used", args.package.display());
    }
    Ok(out)
}

fn name_of(index: &Path) -> String {
    index.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// The languages of a dictionary, `[headwords, translations]`: as given, or the last two parts of its name.
fn languages(name: &str, args: &AddArgs) -> Result<[&'static Language; 2]> {
    let mut parts = name.rsplit('-');
    let (to, from) = (parts.next(), parts.next());
    let language = |given: Option<&str>, part: Option<&str>, flag: &str| -> Result<&'static Language> {
        match given {
            Some(code) => {
                let codes: Vec<&str> = Language::codes().collect();
                Language::get(known(code, &codes, "language")?).context("a known language has a pack")
            }
            None => {
                part.and_then(|part| Language::by_iso639_3(part).or_else(|| Language::get(part))).ok_or_else(|| {
                    anyhow!("the name `{name}` does not end in two known languages, as `-nld-eng` does; give {flag}")
                })
            }
        }
    };
    let from = language(args.from.as_deref(), from, "--from")?;
    let to = language(args.to.as_deref(), to, "--to")?;
    if from.code() == to.code() {
        bail!("`{name}` has {} on both sides; a sense inventory needs two languages", from.rules.name);
    }
    Ok([from, to])
}

fn add_one(root: &Path, index: &Path, name: &str, [from, to]: [&'static Language; 2]) -> Result<String> {
    let articles = dictionary::read(index)?;
    let dictionary = Dictionary::new(&articles, from, to);
    if dictionary.rows.is_empty() {
        bail!(
            "{}: none of its {} articles has words of {} with translations in {}; are the languages right?",
            index.display(),
            articles.len(),
            from.rules.name,
            to.rules.name
        );
    }
    let (folder, _) = senses_folder(from.code(), to.code());
    let place = root.join(&folder);
    let path = place.join(format!("{name}{DICTIONARY}"));
    let mut others = kept_in(&place, &folder)?;
    if others.is_empty() && place.join(SENSES).exists() {
        bail!("{} was not made by `mtlint pack add`; move it away first", place.join(SENSES).display());
    }
    others.retain(|kept| kept.name != name);
    let origin = Origin {
        from: from.code().to_owned(),
        to: to.code().to_owned(),
        path: index.canonicalize().unwrap_or_else(|_| index.to_owned()).display().to_string(),
        n_articles: articles.len(),
        inventory: inventory_hash(&folder),
    };
    fs::create_dir_all(&place).with_context(|| format!("cannot make the folder {}", place.display()))?;
    let before = fs::read(&path).ok();
    replace(&path, dictionary.to_text(&origin).as_bytes())?;
    let told = format!(
        "{name} ({}-{}): {} words with {} translations of {} articles",
        from.code(),
        to.code(),
        dictionary.rows.len(),
        dictionary.n_translations(),
        articles.len()
    );
    others.push(Kept { name: name.to_owned(), folder: folder.clone(), dictionary, origin });
    others.sort_by(|a, b| a.name.cmp(&b.name));
    match rebuild(&place, &folder, others) {
        Ok((known, now)) => Ok(format!(
            "{told}\n  the inventory of {folder} has {now} entries, {} more than without dictionaries\n  kept in {}\n",
            now - known,
            path.display()
        )),
        Err(error) => {
            // What is listed is what is merged.
            match before {
                Some(bytes) => replace(&path, &bytes)?,
                None => fs::remove_file(&path)?,
            }
            Err(error)
        }
    }
}

/// Runs `mtlint pack remove`; what it prints.
pub fn remove(root: &Path, name: &str) -> Result<String> {
    let all = kept(root)?;
    let names: Vec<&str> = all.iter().map(|kept| kept.name.as_str()).collect();
    if names.is_empty() {
        bail!("no dictionary `{name}`: there is none in {}", root.display());
    }
    let bare = name.strip_prefix("dict-").unwrap_or(name);
    let name = known(if names.contains(&name) { name } else { bare }, &names, "dictionary")?.to_owned();
    let mut out = String::new();
    let mut folders: Vec<String> =
        all.iter().filter(|kept| kept.name == name).map(|kept| kept.folder.clone()).collect();
    folders.dedup();
    for folder in folders {
        let place = root.join(&folder);
        let path = place.join(format!("{name}{DICTIONARY}"));
        let others: Vec<Kept> = kept_in(&place, &folder)?.into_iter().filter(|kept| kept.name != name).collect();
        if others.is_empty() {
            let senses = place.join(SENSES);
            if senses.exists() {
                fs::remove_file(&senses).with_context(|| format!("cannot remove {}", senses.display()))?;
            }
        } else {
            rebuild(&place, &folder, others)?;
        }
        fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        // Stays where the user keeps something else in it.
        let _ = fs::remove_dir(&place);
        out.push_str(&format!("{name} is removed from {folder}\n"));
    }
    Ok(out)
}

/// Makes the inventory of a folder anew; how many entries the program's own has, and how many the new one.
fn rebuild(place: &Path, folder: &str, all: Vec<Kept>) -> Result<(usize, usize)> {
    let (first, second) = folder.split_once('-').with_context(|| format!("{folder} is not a pair"))?;
    let language = |code: &str| Language::get(code).with_context(|| format!("no language `{code}`"));
    let languages = [language(first)?, language(second)?];
    let dictionaries: Vec<(Dictionary, bool)> =
        all.into_iter().map(|kept| (kept.dictionary, kept.origin.from != first)).collect();
    let known = embedded_senses(folder);
    let n_known = known.len();
    let entries = merge(known, &dictionaries, languages);
    let n_entries = entries.len();
    replace(&place.join(SENSES), &senses::build(entries))?;
    Ok((n_known, n_entries))
}

/// All dictionaries that were added, by pair and name.
pub fn kept(root: &Path) -> Result<Vec<Kept>> {
    if !root.is_dir() {
        return Ok(Vec::new());
    }
    let mut folders: Vec<PathBuf> = fs::read_dir(root)
        .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect())
        .with_context(|| format!("cannot read {}", root.display()))?;
    folders.retain(|path| path.is_dir());
    folders.sort();
    let mut all = Vec::new();
    for place in folders {
        let folder = place.file_name().unwrap_or_default().to_string_lossy().into_owned();
        all.extend(kept_in(&place, &folder)?);
    }
    Ok(all)
}

/// The dictionaries in a pair's folder, by name.
fn kept_in(place: &Path, folder: &str) -> Result<Vec<Kept>> {
    if !place.is_dir() {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    for entry in fs::read_dir(place).with_context(|| format!("cannot read {}", place.display()))? {
        let path = entry?.path();
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some(name) = file.strip_suffix(DICTIONARY) else { continue };
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let Some((dictionary, origin)) = Dictionary::from_text(&text) else {
            bail!("{} is damaged; remove the file and add the dictionary again", path.display());
        };
        all.push(Kept { name: name.to_owned(), folder: folder.to_owned(), dictionary, origin });
    }
    all.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(all)
}
