//! The check `antonym`.

use std::ops::Range;

use super::check::{Context, check};
use crate::align::{Alignment, Bead, Rendering};
use crate::article::{Article, Text};
use crate::finding::{Finding, Findings};
use crate::language::antonyms::{Antonyms, Contrast};
use crate::language::inflect;
use crate::language::lexicon::Lexicon;
use crate::language::senses::{Inventory, Translation};
use crate::language::words::Form;
use crate::text::Span;

/// Share of a word's renderings that must be opposites of the one found.
const LEAST_OPPOSITE: f32 = 0.1;

/// Share of its renderings that may be the one found.
const MOST_OWN: f32 = 0.01;

/// Share from which another word of the bead accounts for the one found, and strength of a link from which it does.
const ACCOUNTS: f32 = 0.01;
const LINKED: f32 = 0.03;

/// Confidence where all speaks for it, and the share of opposites from which it does (NTREX-128, twenty directions: 4
/// findings in 88,075 words, one of them a translator's mistake; of 246 antonyms put in, DEMETR DEV, 67 are found).
const SUREST: f32 = 0.85;
const SURE_SHARE: f32 = 0.25;

/// Words on either side among which a negation turns an opposite round: `not bad`.
const BESIDE: usize = 4;

check! {
    /// A word that says the opposite of the one it translates, or names another thing of the kind.
    ///
    /// The source word is never rendered so, and often by a word of the contrary meaning, say the pair's sense
    /// inventory and its lexicon, counted in parallel text: *stieg* is *rose*, not *fell*; *zilver* is *silver*, not
    /// *gold*.
    ///
    /// # Why it matters
    ///
    /// Prices that fall instead of rising, a defeat for a victory, silver for gold: the sentence reads well and is wrong.
    ///
    /// # Examples
    ///
    /// ```example
    /// de: Die Preise sind im vergangenen Jahr um drei Prozent gestiegen.
    /// en: Prices have fallen by three per cent in the past year.
    ///                 ^^^^^^
    /// ```
    ///
    /// ```example
    /// de: Die Preise sind im vergangenen Jahr nicht gestiegen.
    /// en: Prices have risen by nothing in the past year.
    /// ```
    ///
    /// # Limits
    ///
    /// Needs the source, the encoder, a sense inventory of the pair, and a list of antonyms or of contrasts of either of
    /// its languages. Silent near a negation and the like of *hardly*. *Before* and *after* change with the order of
    /// the clauses and are no opposites here.
    pub static ANTONYM = {
        name: "antonym",
        category: MISTRANSLATION,
        severity: Critical,
        since: "0.1.0",
        needs: Inventory,
        silences: ["wrong-sense"],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    let (Some((source, alignment)), Some(inventory)) = (context.aligned(), context.pair.senses()) else { return };
    let target = context.target();
    let antonyms = match (&target.language.antonyms, &source.language.antonyms) {
        (Some(antonyms), _) => Side::Target(antonyms),
        (None, Some(antonyms)) => Side::Source(antonyms),
        (None, None) => return,
    };
    let lexicon = context.pair.lexicon.as_ref();
    let opposites = Opposites { article: context.article, source, target, alignment, inventory, lexicon, antonyms };
    for bead in alignment.beads.iter().filter(|bead| bead.is_matched() && bead.rendering != Rendering::Rewritten) {
        opposites.of(bead, findings);
    }
}

/// Whose antonyms are known.
#[derive(Clone, Copy)]
enum Side<'a> {
    Source(&'a Antonyms),
    Target(&'a Antonyms),
}

struct Opposites<'a> {
    article: &'a Article,
    source: &'a Text,
    target: &'a Text,
    alignment: &'a Alignment,
    inventory: &'a Inventory,
    lexicon: Option<&'a Lexicon>,
    antonyms: Side<'a>,
}

/// How two linked words are opposed.
struct Opposition {
    /// Share of the word's renderings that are opposites of the one found.
    share: f32,
    /// The most frequent of them, a base form of the target's language.
    better: Option<String>,
    /// How that one differs from the word found.
    contrast: Contrast,
}

impl Opposites<'_> {
    fn of(&self, bead: &Bead, findings: &mut Findings) {
        let tokens = [self.source.tokens_of(&bead.source), self.target.tokens_of(&bead.target)];
        let from = self.alignment.links.partition_point(|link| link.target < tokens[1].start);
        for link in self.alignment.links[from..].iter().take_while(|link| link.target < tokens[1].end) {
            let Some(opposition) = self.opposition(link.source, link.target) else { continue };
            let is_negated = self.is_negated(self.source, link.source, &tokens[0])
                || self.is_negated(self.target, link.target, &tokens[1]);
            if is_negated || self.is_accounted_for(link.source, link.target, &tokens) {
                continue;
            }
            let certain = SUREST * (opposition.share / SURE_SHARE).min(1.0) * link.strength.clamp(0.0, 1.0).sqrt();
            findings.push(self.finding(link.source, link.target, &opposition, certain));
        }
    }

    /// Whether a source word is rendered by what it never means, the opposite of what it often means.
    fn opposition(&self, s: usize, t: usize) -> Option<Opposition> {
        let (ours, theirs) = (self.source.form(s), self.target.form(t));
        // The word whose opposites are known, and the one of the other language.
        let (antonyms, known, other) = match self.antonyms {
            Side::Target(antonyms) => (antonyms, theirs, ours),
            Side::Source(antonyms) => (antonyms, ours, theirs),
        };
        let opposites = opposites_of(antonyms, known);
        let mut best: Option<Opposition> = None;
        for word in other.words().filter(|_| !opposites.is_empty()) {
            if known.words().any(|known| self.weight(word, known) > MOST_OWN) {
                return None;
            }
            let weighed =
                opposites.iter().map(|&(opposite, contrast)| (self.weight(word, opposite), opposite, contrast));
            let Some((_, better, contrast)) = weighed.clone().max_by(|a, b| a.0.total_cmp(&b.0)) else { continue };
            let share = weighed.map(|(weight, ..)| weight).sum();
            if best.as_ref().is_none_or(|best| share > best.share) {
                let better = matches!(self.antonyms, Side::Target(_)).then(|| better.to_owned());
                best = Some(Opposition { share, better, contrast });
            }
        }
        best.filter(|best| best.share >= LEAST_OPPOSITE)
    }

    /// How often a word is rendered by, or renders, one of the language whose antonyms are known: by the inventory, or by
    /// the lexicon, which knows prepositions and the like.
    fn weight(&self, word: &str, known: &str) -> f32 {
        let share = |found: Translation<'_>| if found.word == known { found.weight } else { 0.0 };
        let (listed, [source, target]): (f32, _) = match self.antonyms {
            Side::Target(_) => (self.inventory.translations(word).map(share).sum(), [word, known]),
            Side::Source(_) => (self.inventory.sources(word).map(share).sum(), [known, word]),
        };
        listed.max(self.lexicon.map_or(0.0, |lexicon| lexicon.strength(source, target)))
    }

    /// Whether another word of the source is rendered by the target's word, or the source's word by
    /// another of the target: then the two are not each other's.
    fn is_accounted_for(&self, s: usize, t: usize, tokens: &[Range<usize>; 2]) -> bool {
        let renders = |source: usize, target: usize| {
            let (ours, theirs) = (self.source.form(source), self.target.form(target));
            let [source, target] = [self.source.tokens[source].form.0, self.target.tokens[target].form.0];
            self.alignment.evidence.strength(source, target) >= LINKED
                || ours.words().any(|word| {
                    self.inventory.translations(word).any(|found| found.weight >= ACCOUNTS && theirs.is(found.word))
                })
        };
        tokens[0].clone().any(|other| other != s && renders(other, t))
            || tokens[1].clone().any(|other| other != t && renders(s, other))
    }

    fn is_negated(&self, text: &Text, token: usize, tokens: &Range<usize>) -> bool {
        let around = token.saturating_sub(BESIDE).max(tokens.start)..(token + BESIDE + 1).min(tokens.end);
        let polarity = &text.language.rules.polarity;
        let is_beside = around.filter(|&other| other != token).any(|other| {
            let word = &text.form(other).folded;
            polarity.negates(word) || polarity.is_affixed(word) || polarity.diminishes(word)
                // Where spaces do not part words, a negation may be cut together with others.
                || !text.language.rules.spaced && polarity.negations.iter().any(|negation| word.contains(negation.as_str()))
        });
        // A base form that lost the negation inside the word: `nemožné` is no form of `možný`.
        let form = text.form(token);
        let is_turned = || form.lemmas.iter().flatten().any(|base| !polarity.is_affixed(base));
        is_beside || polarity.is_affixed(&form.folded) && is_turned()
    }

    fn finding(&self, s: usize, t: usize, opposition: &Opposition, confidence: f32) -> Finding {
        let (source_span, span): (Span, Span) = (self.source.tokens[s].span, self.target.tokens[t].span);
        let (original, written) = (self.source.slice(source_span), self.target.slice(span));
        let form = self.target.form(t);
        let better = opposition.better.as_ref().map(|better| {
            let base = form.words().last().unwrap_or(&form.folded);
            let word = inflect::like(form, base, better, self.article.target.language);
            inflect::capitalised_like(written, &word)
        });
        let message = match opposition.contrast {
            Contrast::Opposite => format!("“{written}” says the opposite of “{original}”"),
            Contrast::Kind => format!("“{written}” is something else than “{original}”"),
        };
        Finding {
            source_span: Some(source_span),
            suggestions: better.into_iter().collect(),
            ..ANTONYM.finding(Some(span), confidence, message)
        }
    }
}

/// The opposites of a form and of its base forms, each once, less what these themselves are.
fn opposites_of(antonyms: &Antonyms, form: &Form) -> Vec<(&'static str, Contrast)> {
    let all = form.words().flat_map(|word| antonyms.of(word)).copied();
    let mut opposites: Vec<(&str, Contrast)> = Vec::new();
    for (word, contrast) in all.filter(|(word, _)| !form.is(word)) {
        if opposites.iter().all(|(other, _)| *other != word) {
            opposites.push((word, contrast));
        }
    }
    opposites
}
