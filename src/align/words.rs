//! Word alignment inside a bead: one-to-one links, strongest first, nearer ones before farther.
//!
//! This is competitive linking (Melamed 2000) over the evidence of the article. A word without
//! evidence stays unlinked; nothing is guessed from position alone.

use std::ops::Range;

use rustc_hash::FxHashMap as HashMap;

use super::WordLink;
use super::evidence::Evidence;
use crate::article::Text;

/// How much of a link's strength distance can take away: words that stand at opposite ends of
/// their sentences lose this much.
const DISTANCE: f32 = 0.3;

/// Links the tokens of one bead.
#[must_use]
pub fn align(
    source_tokens: Range<usize>,
    target_tokens: Range<usize>,
    source: &Text,
    target: &Text,
    evidence: &Evidence,
) -> Vec<WordLink> {
    let mut places: HashMap<u32, Vec<usize>> = HashMap::default();
    for t in target_tokens.clone() {
        places.entry(target.tokens[t].form.0).or_default().push(t);
    }
    let mut candidates: Vec<(f32, WordLink)> = Vec::new();
    for s in source_tokens.clone() {
        for &(form, strength) in evidence.of_source(source.tokens[s].form.0) {
            for &t in places.get(&form).into_iter().flatten() {
                let (i, j) = (s - source_tokens.start, t - target_tokens.start);
                let apart = i as f32 / source_tokens.len() as f32 - j as f32 / target_tokens.len() as f32;
                let link = WordLink { source: s, target: t, strength };
                candidates.push((strength - DISTANCE * apart.abs(), link));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1.source, a.1.target).cmp(&(b.1.source, b.1.target))));
    let mut source_taken = vec![false; source_tokens.len()];
    let mut target_taken = vec![false; target_tokens.len()];
    let mut links = Vec::new();
    for (_, link) in candidates {
        let (s, t) = (
            &mut source_taken[link.source - source_tokens.start],
            &mut target_taken[link.target - target_tokens.start],
        );
        if !*s && !*t {
            (*s, *t) = (true, true);
            links.push(link);
        }
    }
    links
}
