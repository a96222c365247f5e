//! What answers to each word of a name on the other side.

use std::ops::Range;

use rustc_hash::FxHashMap as HashMap;

use super::NameEntry;
use super::again::{self, Case};
use super::here::Here;
use super::run::{Found, HAS_ONE, LACKS, Run, SUSPECT, runs};
use super::spelling::{Sound, Spoken};
use super::weigh::Signs;
use super::words::{is_cased, is_first, names, writing};
use crate::align::{Alignment, Bead, COUNTERPART};
use crate::article::Text;
use crate::facts::Verdict;
use crate::language::Pair;
use crate::language::gazetteer::Gazetteer;
use crate::language::tokens::TokenKind;
use crate::text::is_capitalised;

/// A word of the pair's lexicon from this strength on needs no further search.
pub const KNOWN: f32 = 0.3;

/// A name that sounds so much like something has been found.
const FOUND: f32 = 0.75;

/// Zipf × 10 from which a word of the other side is not missed.
const FREQUENT: u8 = 52;

/// And so much, that it is shown as its counterpart for want of a better one.
const ALIKE: f32 = 0.6;

/// Words of names in a bead up to which they are looked for.
const MAX_NAMES: usize = 100;

/// Sentences around its own to which a name may have moved.
const NEIGHBOURS: usize = 2;

/// What is left of the doubt of words that may be no names, and of acronyms, which stand for words that are
/// spelled out elsewhere.
const WEAK: f32 = 0.4;

pub struct Matching<'a> {
    texts: [&'a Text; 2],
    alignment: &'a Alignment,
    pair: &'a Pair,
    /// By side and form, how it sounds.
    sounds: [Vec<Option<Spoken>>; 2],
    /// By form of the target, the strongest link to any form of the source; and the other way round.
    linked: [Vec<f32>; 2],
}

impl<'a> Matching<'a> {
    pub fn new(texts: [&'a Text; 2], alignment: &'a Alignment, pair: &'a Pair) -> Matching<'a> {
        let mut linked = texts.map(|text| vec![0.0f32; text.forms.len()]);
        for source in 0..texts[0].forms.len() {
            for &(target, strength) in alignment.evidence.of_source(source as u32) {
                linked[0][source] = linked[0][source].max(strength);
                linked[1][target as usize] = linked[1][target as usize].max(strength);
            }
        }
        Matching { texts, alignment, pair, sounds: texts.map(|text| vec![None; text.forms.len()]), linked }
    }

    fn sound_of(&mut self, side: usize, token: usize) -> &Spoken {
        let text = self.texts[side];
        let form = text.tokens[token].form.0 as usize;
        self.sounds[side][form].get_or_insert_with(|| Spoken::of(&text.forms[form].folded, &text.language.rules))
    }

    fn sound(&mut self, side: usize, tokens: Range<usize>) -> Sound {
        let mut sound = Sound::default();
        for token in tokens {
            if self.texts[side].tokens[token].kind == TokenKind::Word {
                sound.push(token, self.sound_of(side, token));
            }
        }
        sound
    }

    /// The runs of each matched bead, source and target, weighed.
    pub fn runs(&mut self) -> Vec<[Vec<Run>; 2]> {
        let alignment = self.alignment;
        let mut beads = Vec::new();
        for bead in alignment.beads.iter().filter(|bead| bead.is_matched()) {
            beads.push(self.bead(bead));
        }
        self.weigh(&mut beads);
        beads
    }

    fn bead(&mut self, bead: &Bead) -> [Vec<Run>; 2] {
        let sentences = [bead.source.clone(), bead.target.clone()];
        let tokens = [0, 1].map(|side| self.texts[side].tokens_of(&sentences[side]));
        let words = [0, 1].map(|side| {
            sentences[side].clone().flat_map(|sentence| names(self.texts[side], sentence)).collect::<Vec<usize>>()
        });
        // Sentences with more names are lists, or broken text, and take time without end.
        if words.iter().all(Vec::is_empty) || words.iter().any(|words| words.len() > MAX_NAMES) {
            return [Vec::new(), Vec::new()];
        }
        let mut here = Here::of(sentences, tokens);
        [0, 1].map(|side| {
            let found = words[side].iter().map(|&token| self.found(side, token, &mut here)).collect();
            runs(self.texts[side], found)
        })
    }

    /// What there is on the other side for a word of a name.
    fn found(&mut self, side: usize, token: usize, here: &mut Here) -> Found {
        let other = 1 - side;
        let (text, theirs) = (self.texts[side], self.texts[other]);
        let mut signs = Signs::of(text, token, theirs);
        signs.begins = is_first(text, token);
        signs.has_lexicon = self.alignment.evidence.has_lexicon;
        let (mut counterpart, mut alike) = (None, None);
        let mut moved = false;
        let form = text.tokens[token].form.0;
        // By the lexicon, or spelled nearly alike.
        let strength = |their: usize| self.strength(side, form, theirs.tokens[their].form.0);
        let linked = here.tokens[other].clone().map(|their| (strength(their), their)).filter(|&(s, _)| s > 0.0);
        if let Some((strength, their)) = linked.max_by(|a, b| a.0.total_cmp(&b.0)) {
            signs.known = strength;
            counterpart = Some(their..their + 1).filter(|_| strength >= KNOWN);
        }
        signs.closeness = self.alignment.closeness[side].get(token).copied();
        if signs.known < KNOWN {
            signs.linked_elsewhere = self.linked[side][form as usize];
            let own = here.places(side, self.texts).iter().find(|place| place.tokens.contains(&token)).cloned();
            // A longer name may go with a part of it: Easter Monday with Easter.
            let part = Gazetteer::embedded().at(text, token, token + 1);
            let known = [own.as_ref(), part.as_ref()].into_iter().flatten();
            let theirs_known = here.places(other, self.texts);
            let met =
                known.into_iter().find_map(|own| theirs_known.iter().find(|place| place.meanings.meets(own.meanings)));
            signs.is_place = own.is_some();
            if let Some(place) = met {
                signs.same_place = true;
                counterpart = Some(place.tokens.clone());
            } else if own.is_some() {
                signs.other_place = here.has_open_place(other, self.texts);
            }
            if let Some(their) = self.listed(side, token, &here.tokens[other]) {
                signs.is_listed = true;
                counterpart = counterpart.or(Some(their..their + 1));
            }
            if !signs.same_place {
                let name = self.sound_of(side, token).clone();
                signs.weight = name.weight();
                let sound = here.sounds[other].take().unwrap_or_else(|| self.sound(other, here.tokens[other].clone()));
                if let Some(like) = sound.find(&name, writing(theirs)) {
                    signs.share = like.share;
                    self.look_at(side, token, &like.tokens, &mut signs);
                    alike = Some(like.tokens.clone());
                    if counterpart.is_none() && like.share >= ALIKE || like.share >= FOUND {
                        counterpart = Some(like.tokens);
                    }
                }
                here.sounds[other] = Some(sound);
                if signs.share < FOUND {
                    let sound = here.wider[other]
                        .take()
                        .unwrap_or_else(|| self.sound(other, around(theirs, &here.sentences[other])));
                    if let Some(like) = sound.find(&name, writing(theirs)).filter(|like| like.share > signs.share) {
                        signs.share_nearby = like.share;
                        if like.share >= FOUND {
                            counterpart = Some(like.tokens);
                            moved = true;
                        }
                    }
                    here.wider[other] = Some(sound);
                }
            }
        }
        Found { token, signs, counterpart, alike, moved, doubt: 0.0 }
    }

    /// What there is to say of the words that a name sounds like.
    fn look_at(&self, side: usize, token: usize, alike: &Range<usize>, signs: &mut Signs) {
        let theirs = self.texts[1 - side];
        let words = || alike.clone().filter(|&their| theirs.tokens[their].kind == TokenKind::Word);
        signs.is_capitalised = words().any(|their| is_capitalised(theirs.token_str(their)));
        signs.alike_zipf = words().filter_map(|their| theirs.form(their).zipf).max().map_or(0.0, f32::from) / 10.0;
        signs.is_pieced = theirs.language.rules.spaced && words().count() > 1;
        for their in words() {
            for own in self.alignment.linked(1 - side, their) {
                signs.is_linked[usize::from(own != token)] = true;
            }
        }
    }

    /// The word of the other side's tokens that a dictionary gives for a word.
    fn listed(&self, side: usize, token: usize, tokens: &Range<usize>) -> Option<usize> {
        let inventory = self.pair.senses()?;
        let theirs = self.texts[1 - side];
        let form = self.texts[side].form(token);
        let is_word = |their: &usize| theirs.tokens[*their].kind == TokenKind::Word;
        let meets = |word: &str| tokens.clone().filter(is_word).find(|&their| theirs.form(their).is(word));
        form.words().find_map(|word| match side {
            0 => inventory.translations(word).find_map(|listed| meets(listed.word)),
            _ => inventory.sources(word).find_map(|listed| meets(listed.word)),
        })
    }

    fn strength(&self, side: usize, own: u32, their: u32) -> f32 {
        let [source, target] = if side == 0 { [own, their] } else { [their, own] };
        self.alignment.evidence.strength(source, target)
    }

    /// What can be said only when all words have been looked at.
    fn weigh(&self, beads: &mut [[Vec<Run>; 2]]) {
        let best = [0, 1].map(|side| {
            let mut best: HashMap<u32, f32> = HashMap::default();
            for word in beads.iter().flat_map(|runs| &runs[side]).flat_map(|run| &run.words) {
                let own = best.entry(self.texts[side].tokens[word.token].form.0).or_default();
                *own = own.max(word.signs.best());
            }
            best
        });
        for (runs, of_bead) in beads.iter_mut().zip(self.alignment.beads.iter().filter(|bead| bead.is_matched())) {
            let tokens = [self.texts[0].tokens_of(&of_bead.source), self.texts[1].tokens_of(&of_bead.target)];
            let is_empty = runs.iter().all(Vec::is_empty);
            let bereft = [0, 1].map(|side| if is_empty { [0.0; 2] } else { self.bereft(side, tokens[side].clone()) });
            let open = [0, 1].map(|side| {
                let words = runs[side].iter().flat_map(|run| &run.words);
                words.filter(|word| word.signs.is_open()).count()
            });
            for side in [0, 1] {
                let taken = self.taken(side, &runs[side]);
                for (word, taken) in runs[side].iter_mut().flat_map(|run| &mut run.words).zip(taken) {
                    word.signs.taken = taken;
                }
                for run in &mut runs[side] {
                    let n_open = run.words.iter().filter(|word| word.signs.is_open()).count();
                    let n_words = run.words.len();
                    for word in &mut run.words {
                        let form = self.texts[side].tokens[word.token].form.0;
                        word.signs.elsewhere = best[side].get(&form).copied().unwrap_or(0.0);
                        word.signs.bereft = bereft[1 - side];
                        word.signs.open_there = open[1 - side] > 0;
                        let own = usize::from(word.signs.is_open());
                        word.signs.open_beside = (n_words > 1).then(|| (n_open - own) as f32 / (n_words - 1) as f32);
                        let is_weak = word.signs.is_acronym() || n_words == 1 && word.signs.may_be_ordinary();
                        word.doubt = word.signs.doubt() * if is_weak { WEAK } else { 1.0 };
                    }
                }
            }
        }
    }

    /// By how much another word answers better to what each word of the names of a side sounds like.
    fn taken(&self, side: usize, runs: &[Run]) -> Vec<f32> {
        let words = || runs.iter().flat_map(|run| &run.words);
        let form = |word: &Found| self.texts[side].tokens[word.token].form;
        let by_others = |word: &Found| {
            let alike = word.alike.clone()?;
            let meets = |other: &&Found| {
                let theirs = other.counterpart.as_ref();
                form(other) != form(word) && theirs.is_some_and(|at| at.start < alike.end && alike.start < at.end)
            };
            words().filter(meets).map(|other| other.signs.best()).max_by(f32::total_cmp)
        };
        words().map(|word| by_others(word).map_or(0.0, |best| (best - word.signs.best()).max(0.0))).collect()
    }

    /// How far the word that has least of a counterpart is from having one, 0 to 1: of all that are not
    /// frequent, and of those that have a capital.
    fn bereft(&self, side: usize, tokens: Range<usize>) -> [f32; 2] {
        let (text, closeness) = (self.texts[side], &self.alignment.closeness[side]);
        let mut far = [0.0f32; 2];
        for token in tokens {
            let is_rare = text.form(token).zipf.is_none_or(|zipf| zipf < FREQUENT);
            if text.tokens[token].kind != TokenKind::Word || !is_rare {
                continue;
            }
            let Some(&close) = closeness.get(token) else { continue };
            let own = (COUNTERPART - close).max(0.0) / COUNTERPART;
            far[0] = far[0].max(own);
            if is_capitalised(text.token_str(token)) {
                far[1] = far[1].max(own);
            }
        }
        far
    }

    /// The entries of all beads, with the evidence of those names that were looked at again.
    pub fn entries(mut self) -> Vec<(NameEntry, Option<again::Evidence>)> {
        let mut entries = Vec::new();
        // Without capitals a known name is one as a whole only: its parts mean anything.
        let as_a_whole = !is_cased(self.texts[0]);
        let is_open =
            |run: &&Run| run.doubt() >= SUSPECT && (!as_a_whole || run.words.iter().all(|word| word.doubt >= SUSPECT));
        for [source, target] in self.runs() {
            let mut taken: Vec<Range<usize>> = Vec::new();
            let open: Vec<&Run> = source.iter().filter(is_open).collect();
            let n_lacking = [&source, &target].map(|runs| runs.iter().filter(|run| run.doubt() >= LACKS).count());
            for run in &target {
                let doubt = run.doubt();
                if doubt < SUSPECT {
                    let counterpart = run.counterpart();
                    let verdict = if counterpart.is_some() { run.met() } else { Verdict::Unmatched };
                    taken.extend(counterpart.clone());
                    let entry = NameEntry { source: counterpart, target: Some(run.tokens.clone()), verdict, doubt };
                    entries.push((entry, None));
                    continue;
                }
                let tokens = run.lacking();
                let replaced = self.replaced(run, &tokens, &open, &taken);
                let most_doubtful = || source.iter().max_by(|a, b| a.doubt().total_cmp(&b.doubt()));
                let case = Case {
                    words: run.words.iter().filter(|word| tokens.contains(&word.token)).collect(),
                    beside: replaced.or_else(most_doubtful),
                    is_paired: replaced.is_some(),
                    is_aligned: replaced.is_some_and(|run| self.is_aligned(run, &tokens)),
                    n_lacking,
                };
                let evidence = case.evidence();
                let doubt = again::doubt(&evidence);
                let counterpart = run.counterpart().filter(|_| run.doubt() <= HAS_ONE && doubt < LACKS);
                let (verdict, source, tokens) = match replaced {
                    _ if counterpart.is_some() => (run.met(), counterpart, run.tokens.clone()),
                    _ if doubt < LACKS => (Verdict::Unmatched, None, tokens),
                    Some(replaced) => (Verdict::Differs, Some(replaced.lacking()), tokens),
                    None => (Verdict::Added, None, tokens),
                };
                taken.extend(source.clone());
                entries.push((NameEntry { source, target: Some(tokens), verdict, doubt }, Some(evidence)));
            }
            for run in source {
                if taken.iter().any(|taken| taken.start < run.tokens.end && run.tokens.start < taken.end) {
                    continue;
                }
                let doubt = run.doubt();
                let counterpart = run.counterpart().filter(|_| doubt <= HAS_ONE);
                let verdict = match counterpart {
                    Some(_) => run.met(),
                    None if doubt >= LACKS => Verdict::Lost,
                    None => Verdict::Unmatched,
                };
                entries.push((NameEntry { source: Some(run.tokens), target: counterpart, verdict, doubt }, None));
            }
        }
        entries
    }

    /// The name of the source that a name without counterpart stands in the place of: the one that its
    /// words are aligned with, or the only one that is left.
    fn replaced<'r>(
        &self,
        name: &Run,
        tokens: &Range<usize>,
        open: &[&'r Run],
        taken: &[Range<usize>],
    ) -> Option<&'r Run> {
        // An acronym may be spelled out on the other side, in words of its own.
        let is_free = |run: &&&Run| !taken.contains(&run.lacking()) && !run.is_acronym() && !name.is_acronym();
        let free: Vec<&Run> = open.iter().filter(is_free).copied().collect();
        let aligned = free.iter().find(|run| self.is_aligned(run, tokens));
        let only = |least: f32| {
            let mut all = free.iter().filter(|run| run.doubt() >= least);
            all.next().filter(|_| all.next().is_none())
        };
        aligned.or_else(|| only(LACKS)).or_else(|| only(SUSPECT)).copied()
    }

    /// Whether a word of a name of the source is aligned with one of these tokens of the target.
    fn is_aligned(&self, run: &Run, tokens: &Range<usize>) -> bool {
        let mut targets = run.tokens.clone().flat_map(|token| self.alignment.of_source(token));
        targets.any(|target| tokens.contains(&target))
    }
}

fn around(text: &Text, sentences: &Range<usize>) -> Range<usize> {
    let end = (sentences.end + NEIGHBOURS).min(text.sentences.len());
    text.tokens_of(&(sentences.start.saturating_sub(NEIGHBOURS)..end))
}
