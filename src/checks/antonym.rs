//! The check `antonym`.

use std::ops::Range;

use super::check::{Context, check};
use crate::align::{Alignment, Bead, Rendering};
use crate::article::{Article, Text};
use crate::finding::{Finding, Findings};
use crate::language::antonyms::{Antonyms, Contrast};
use crate::language::inflect;
use crate::language::senses::Inventory;
use crate::language::words::Form;
use crate::text::Span;

/// Share of a word's renderings that must be opposites of the one found.
const LEAST_OPPOSITE: f32 = 0.1;

/// Share of its renderings that may be the one found.
const MOST_OWN: f32 = 0.01;

/// Share from which another word of the bead accounts for the one found.
const ACCOUNTS: f32 = 0.01;

/// Confidence where all speaks for it (NTREX-128, 76 directions: .13 findings in 1,000 words at 1, up to .46 in a
/// language, many of them free renderings of *before* and *after*).
const SUREST: f32 = 0.85;

/// Words on either side among which a negation turns an opposite round: `not bad`.
const BESIDE: usize = 4;

check! {
    /// A word that says the opposite of the one it translates, or names another thing of the kind.
    ///
    /// The source word is never rendered so, and often by a word of the contrary meaning, says the pair's
    /// sense inventory: *stieg* is *rose*, not *fell*; *zilver* is *silver*, not *gold*.
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
    /// Needs the source, the encoder, a sense inventory of the pair, and a list of antonyms or of contrasts of either of its
    /// languages. Silent near a negation and the like of *hardly*. *Before* and *after* change with the order of
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
    let opposites = Opposites { article: context.article, source, target, alignment, inventory, antonyms };
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
            let certain = SUREST * (opposition.share * 2.0).min(1.0) * link.strength.clamp(0.0, 1.0).sqrt();
            findings.push(self.finding(link.source, link.target, &opposition, certain));
        }
    }

    /// Whether a source word is rendered by what it never means, the opposite of what it often means.
    fn opposition(&self, s: usize, t: usize) -> Option<Opposition> {
        let (ours, theirs) = (self.source.form(s), self.target.form(t));
        match self.antonyms {
            Side::Target(antonyms) => {
                let opposites = opposites_of(antonyms, theirs);
                let mut best: Option<Opposition> = None;
                for reading in ours.words().filter(|_| !opposites.is_empty()) {
                    let (mut own, mut share, mut better) = (0.0, 0.0, None);
                    let contrast = |word: &str| opposites.iter().find(|(other, _)| *other == word).map(|found| found.1);
                    for translation in self.inventory.translations(reading) {
                        if theirs.is(translation.word) {
                            own += translation.weight;
                        } else if let Some(contrast) = contrast(translation.word) {
                            share += translation.weight;
                            better.get_or_insert_with(|| (translation.word.to_owned(), contrast));
                        }
                    }
                    if own > MOST_OWN {
                        return None;
                    }
                    if best.as_ref().is_none_or(|best| share > best.share) {
                        best = better.map(|(word, contrast)| Opposition { share, better: Some(word), contrast });
                    }
                }
                best.filter(|best| best.share >= LEAST_OPPOSITE)
            }
            Side::Source(antonyms) => {
                let opposites = opposites_of(antonyms, ours);
                let mut best: Option<Opposition> = None;
                for word in theirs.words().filter(|_| !opposites.is_empty()) {
                    let (mut own, mut share, mut contrast) = (0.0, 0.0, None);
                    for origin in self.inventory.sources(word) {
                        if ours.is(origin.word) {
                            own += origin.weight;
                        } else if let Some((_, found)) = opposites.iter().find(|(other, _)| *other == origin.word) {
                            share += origin.weight;
                            contrast.get_or_insert(*found);
                        }
                    }
                    if own > MOST_OWN {
                        return None;
                    }
                    if let Some(contrast) = contrast
                        && best.as_ref().is_none_or(|best| share > best.share)
                    {
                        best = Some(Opposition { share, better: None, contrast });
                    }
                }
                best.filter(|best| best.share >= LEAST_OPPOSITE)
            }
        }
    }

    /// Whether another word of the source is rendered by the target's word, or the source's word by
    /// another of the target: then the two are not each other's.
    fn is_accounted_for(&self, s: usize, t: usize, tokens: &[Range<usize>; 2]) -> bool {
        let renders = |source: &Form, target: &Form| {
            source.words().any(|word| {
                self.inventory.translations(word).any(|found| found.weight >= ACCOUNTS && target.is(found.word))
            })
        };
        let (ours, theirs) = (self.source.form(s), self.target.form(t));
        tokens[0].clone().any(|other| other != s && renders(self.source.form(other), theirs))
            || tokens[1].clone().any(|other| other != t && renders(ours, self.target.form(other)))
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

/// The opposites of a form and of its base forms, less what these themselves are.
fn opposites_of(antonyms: &Antonyms, form: &Form) -> Vec<(&'static str, Contrast)> {
    form.words().flat_map(|word| antonyms.of(word)).copied().filter(|(word, _)| !form.is(word)).collect()
}
