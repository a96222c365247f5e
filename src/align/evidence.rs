//! How strongly each distinct word of the source answers to each of the target.

use any_ascii::any_ascii;
use rustc_hash::FxHashMap as HashMap;

use crate::article::Text;
use crate::language::Pair;
use crate::language::lexicon::FormLink;
use crate::language::words::Form;

/// Zipf frequency (× 10) at which a word tells nothing of what a sentence is about; each step
/// below it adds to the weight. Function words of all measured languages lie above 6.
const COMMON: f32 = 70.0;

/// Strength of two words that are written alike (after transliteration).
const SAME_SPELLING: f32 = 0.9;

/// Similarity (Jaro–Winkler, `strsim`) from which two long words count as cognates.
const COGNATE: f64 = 0.88;

/// Shorter words look alike by chance.
const COGNATE_LETTERS: usize = 5;

/// Words of two texts and what links them.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// Links by source form: `(target form, strength)`.
    links: Vec<Vec<(u32, f32)>>,
    /// How informative each source form is.
    pub source_weights: Vec<f32>,
    /// How informative each target form is.
    pub target_weights: Vec<f32>,
    /// Whether the pair has a lexicon; without one only names and numbers link.
    pub has_lexicon: bool,
}

impl Evidence {
    /// Looks up, transliterates and compares the distinct words of both texts.
    #[must_use]
    pub fn gather(source: &Text, target: &Text, pair: &Pair) -> Evidence {
        let mut links = vec![Vec::new(); source.forms.len()];
        if let Some(lexicon) = &pair.lexicon {
            for FormLink { source, target, strength } in lexicon.links(&source.forms, &target.forms) {
                links[source as usize].push((target, strength));
            }
        }
        add_cognates(&source.forms, &target.forms, &mut links);
        Evidence {
            links,
            source_weights: source.forms.iter().map(weight).collect(),
            target_weights: target.forms.iter().map(weight).collect(),
            has_lexicon: pair.lexicon.is_some(),
        }
    }

    /// How informative a token of the source (0) or the target (1) is.
    #[must_use]
    pub fn weight(&self, text: &Text, side: usize, token: usize) -> f32 {
        [&self.source_weights, &self.target_weights][side][text.tokens[token].form.0 as usize]
    }

    /// What a source form links to; nothing where nothing was gathered.
    #[must_use]
    pub fn of_source(&self, form: u32) -> &[(u32, f32)] {
        self.links.get(form as usize).map_or(&[], Vec::as_slice)
    }

    /// How strongly a form of the source and one of the target are linked, by the lexicon or by their spelling;
    /// 0 where they are not.
    #[must_use]
    pub fn strength(&self, source: u32, target: u32) -> f32 {
        self.of_source(source).iter().find(|&&(form, _)| form == target).map_or(0.0, |&(_, strength)| strength)
    }
}

/// How informative a form is: rare words, names and numbers much, function words little, marks
/// nothing.
fn weight(form: &Form) -> f32 {
    if !form.folded.contains(char::is_alphanumeric) {
        return 0.0;
    }
    form.zipf.map_or(4.0, |zipf| ((COMMON - f32::from(zipf)) / 10.0).clamp(0.1, 4.0))
}

/// Links words that are spelled alike, across scripts by transliteration. Candidates share their
/// first two letters, so that the work grows with the number of words, not with its square.
fn add_cognates(source: &[Form], target: &[Form], links: &mut [Vec<(u32, f32)>]) {
    let mut by_start: HashMap<[u8; 2], Vec<(u32, String)>> = HashMap::default();
    for (j, form) in target.iter().enumerate() {
        if let Some((start, latin)) = latin_of(form) {
            by_start.entry(start).or_default().push((j as u32, latin));
        }
    }
    for (i, form) in source.iter().enumerate() {
        let Some((start, latin)) = latin_of(form) else { continue };
        for (j, other) in by_start.get(&start).into_iter().flatten() {
            let Some(strength) = likeness(&latin, other) else { continue };
            match links[i].iter_mut().find(|(target, _)| target == j) {
                Some((_, kept)) => *kept = kept.max(strength),
                None => links[i].push((*j, strength)),
            }
        }
    }
}

fn latin_of(form: &Form) -> Option<([u8; 2], String)> {
    if !form.folded.contains(char::is_alphanumeric) {
        return None;
    }
    // Function words look alike across languages and mean other things (`die`, `on`, `in`).
    if form.zipf.is_some_and(|zipf| zipf >= 62) {
        return None;
    }
    let latin = any_ascii(&form.folded).to_ascii_lowercase();
    let mut bytes = latin.bytes();
    let start = [bytes.next()?, bytes.next().unwrap_or(b' ')];
    Some((start, latin))
}

fn likeness(a: &str, b: &str) -> Option<f32> {
    if a == b {
        return Some(SAME_SPELLING);
    }
    if a.len() < COGNATE_LETTERS || b.len() < COGNATE_LETTERS || a.as_bytes()[0].is_ascii_digit() {
        return None;
    }
    let similarity = strsim::jaro_winkler(a, b);
    (similarity >= COGNATE).then_some((similarity - 0.3) as f32)
}
