//! One article through all stages. No IO, no threads, and it cannot fail: what could not be checked
//! comes back as notes.

use std::collections::BTreeSet;

use crate::align::vectors::{MAX_TOKENS, Vectors};
use crate::align::{Alignment, align};
use crate::article::{Article, Document};
use crate::checks::CHECKS;
use crate::checks::check::{Check, Context, Needs, Settings};
use crate::checks::name_mismatch::NAME_MISMATCH;
use crate::encoder;
use crate::facts::Ledger;
use crate::finding::Findings;
use crate::fingerprint::fingerprints;
use crate::ignore::ignored;
use crate::judge::clash::{Clash, clashes};
use crate::judge::hearing::{Hearing, Judged};
use crate::judge::mend::{Mend, mends};
use crate::judge::sense::{Doubt, Senses};
use crate::judge::standing::{Standing, standings};
use crate::language::identify::{fit, identify};
use crate::language::{Language, Pair};
use crate::rank::{Policy, Ranking, Seen, rank};
use crate::read::Problem;
use crate::segment::segment;
use crate::text::fold;

/// What is checked: documents and, where the user said so, their languages.
#[derive(Debug)]
pub struct Input {
    /// The original, if there is one.
    pub source: Option<Document>,
    /// The translation.
    pub target: Document,
    /// Language of the source; identified when absent.
    pub from: Option<&'static Language>,
    /// Language of the target; identified when absent.
    pub to: Option<&'static Language>,
}

/// A checked article.
#[derive(Debug)]
pub struct Checked {
    /// The texts.
    pub article: Article,
    /// How they correspond.
    pub alignment: Option<Alignment>,
    /// Findings, ordered, and the risk.
    pub ranking: Ranking,
    /// What each shown finding is recognised by.
    pub fingerprints: Vec<String>,
    /// Checks that looked at the article with all that they need.
    pub ran: BTreeSet<&'static str>,
    /// Number of findings that inline markers left out.
    pub n_ignored: usize,
    /// What could not be checked, and what was assumed.
    pub notes: Vec<Problem>,
    /// Checks that could not run for want of a source, of the encoder, of a known language or of a list
    /// for the pair. Those that wait for a list of the user's own are not among them.
    pub idle: Vec<&'static str>,
    /// What the judge says of the target; none without the encoder.
    pub judged: Option<Judged>,
    /// What would mend sentences of the target.
    pub mends: Vec<Mend>,
    /// Words of the target that may be of the wrong sense.
    pub doubts: Vec<Doubt>,
    /// Language that the source is in or is said to be in.
    pub source_language: Option<&'static Language>,
}

impl Checked {
    /// Takes out findings, one flag each; gives back how many. The risk still counts them.
    pub fn silence(&mut self, flags: &[bool]) -> usize {
        let (mut of_findings, mut of_fingerprints) = (flags.iter(), flags.iter());
        self.ranking.findings.retain(|_| of_findings.next() != Some(&true));
        self.fingerprints.retain(|_| of_fingerprints.next() != Some(&true));
        flags.iter().filter(|&&flag| flag).count()
    }
}

/// Checks one article.
#[must_use]
pub fn check(input: Input, settings: &Settings, policy: &Policy) -> Checked {
    let mut notes = Vec::new();
    let to = input.to.unwrap_or_else(|| identified(&input.target, "target", &mut notes));
    let source = input.source.map(|document| {
        let from = input.from.unwrap_or_else(|| identified(&document, "source", &mut notes));
        segment(document, from)
    });
    let source_language = source.as_ref().map(|s| s.language).or(input.from);
    let article = Article { source, target: segment(input.target, to) };
    let pair = Pair::get(source_language.map_or("", Language::code), to.code());
    let encoded = Encoded::of(&article, settings.encode);
    if encoded.is_none() && settings.encode {
        notes.push(Problem::new("the texts are too long for the encoder: aligned without it, word order not checked"));
    }
    let vectors = encoded.as_ref().and_then(|encoded| Some((encoded.source.as_ref()?, &encoded.target)));
    let alignment = article.source.as_ref().map(|source| align(source, &article.target, pair, vectors));
    let aligned = article.source.as_ref().zip(alignment.as_ref());
    let ledger = aligned.map(|(source, alignment)| Ledger::of(source, &article.target, alignment, pair));
    let heard = judge(&article, encoded.as_ref(), alignment.as_ref().zip(ledger.as_ref()), pair, policy);
    let context = Context {
        article: &article,
        alignment: alignment.as_ref(),
        ledger: ledger.as_ref(),
        pair,
        settings,
        judged: heard.judged.as_ref(),
        mends: &heard.mends,
        doubts: &heard.senses.doubts,
        clashes: &heard.clashes,
        standings: &heard.standings,
    };
    let mut findings = Findings::default();
    let wanted = CHECKS.iter().filter(|check| policy.runs(check.name));
    let (able, unable): (Vec<&Check>, Vec<&Check>) = wanted.partition(|check| context.has(check.needs));
    for check in &able {
        (check.run)(&context, &mut findings);
    }
    notes.extend(gaps(&context, source_language));
    let ran = able.into_iter().map(|check| check.name).collect();
    let is_idle = |check: &&Check| !matches!(check.needs, Needs::Glossary | Needs::Spellings);
    let idle = unable.into_iter().filter(is_idle).map(|check| check.name).collect();
    let seen =
        Seen { alignment: alignment.as_ref(), judged: heard.judged.as_ref(), suspicions: &heard.senses.suspicions };
    let ranking = rank(findings.into_vec(), &article, &seen, policy);
    let fingerprints = fingerprints(&ranking.findings, &article, alignment.as_ref());
    let (flags, problems) = ignored(&ranking.findings, &article, alignment.as_ref(), &ran);
    notes.extend(problems);
    let n_ignored = flags.iter().filter(|&&flag| flag).count();
    let Heard { judged, mends, senses, .. } = heard;
    let mut checked = Checked {
        article,
        alignment,
        ranking,
        fingerprints,
        ran,
        n_ignored,
        notes,
        idle,
        judged,
        mends,
        doubts: senses.doubts,
        source_language,
    };
    checked.silence(&flags);
    checked
}

/// What the encoder makes of an article.
struct Encoded {
    source: Option<Vectors>,
    target: Vectors,
    /// A sentence of the target each.
    states: Vec<encoder::Encoded>,
}

impl Encoded {
    /// None if not asked for, or if the texts are too long ([`MAX_TOKENS`]).
    fn of(article: &Article, encode: bool) -> Option<Encoded> {
        let n_tokens = article.source.as_ref().map_or(0, |source| source.tokens.len()) + article.target.tokens.len();
        if !encode || n_tokens > MAX_TOKENS {
            return None;
        }
        let (target, states) = Vectors::with_states(&article.target);
        Some(Encoded { source: article.source.as_ref().map(Vectors::of), target, states })
    }
}

/// What the judge says of a target.
#[derive(Default)]
struct Heard {
    judged: Option<Judged>,
    mends: Vec<Mend>,
    senses: Senses,
    clashes: Vec<Clash>,
    /// One for each name of the ledger.
    standings: Vec<Option<Standing>>,
}

/// What the judge says of the target, and what would mend it, as far as checks that run want to know;
/// nothing without the encoder or in an unknown language.
fn judge(
    article: &Article,
    encoded: Option<&Encoded>,
    matched: Option<(&Alignment, &Ledger)>,
    pair: &Pair,
    policy: &Policy,
) -> Heard {
    let is_known = article.target.language.code() != Language::unknown().code();
    let Some(encoded) = encoded.filter(|_| is_known) else { return Heard::default() };
    let source = article.source.as_ref().zip(encoded.source.as_ref()).zip(matched);
    let hearing = Hearing {
        source: source.map(|((text, vectors), (alignment, _))| (text, vectors, alignment)),
        target: &article.target,
        vectors: &encoded.target,
        states: &encoded.states,
    };
    let judged = hearing.judge();
    let wants = |needs: Needs| CHECKS.iter().any(|check| check.needs == needs && policy.runs(check.name));
    let mends = if wants(Needs::Judge) { mends(&hearing, &judged) } else { Vec::new() };
    let inventory = pair.senses().filter(|_| wants(Needs::Senses));
    let senses = inventory.map(|inventory| Senses::of(&hearing, &judged, inventory)).unwrap_or_default();
    let inventory = pair.senses().filter(|_| wants(Needs::Topics));
    let clashes = inventory.map(|inventory| clashes(&hearing, &judged, inventory)).unwrap_or_default();
    let names = matched.filter(|_| policy.runs(NAME_MISMATCH.name)).map_or(&[][..], |(_, ledger)| &ledger.names);
    let standings = standings(&hearing, &judged, names);
    Heard { judged: Some(judged), mends, senses, clashes, standings }
}

fn identified(document: &Document, side: &str, notes: &mut Vec<Problem>) -> &'static Language {
    let found = identify(document.text());
    let (language, message) = match (found.language, found.proposal) {
        (Some(language), _) => {
            (language, format!("the {side} is taken for {} ({})", language.rules.name, language.code()))
        }
        (None, Some(proposal)) => (
            Language::unknown(),
            format!(
                "the {side}'s language is not supported or not certain (it looks like {proposal}): only checks that need no language ran"
            ),
        ),
        (None, None) => {
            (Language::unknown(), format!("the {side}'s language is unknown: only checks that need no language ran"))
        }
    };
    notes.push(Problem::new(message));
    language
}

/// What could not be checked, and why: so that no finding is never mistaken for no error.
fn gaps(context: &Context<'_>, source_language: Option<&Language>) -> Vec<Problem> {
    let mut notes = Vec::new();
    let named = |is_idle: &dyn Fn(Needs) -> bool| {
        let idle = CHECKS.iter().filter(|check| is_idle(check.needs)).map(|check| check.name);
        idle.collect::<Vec<&str>>().join(", ")
    };
    if context.article.source.is_none() {
        let has_senses = context.pair.has_senses();
        let idle = named(&|needs| {
            matches!(needs, Needs::Source | Needs::Encoder | Needs::Inventory | Needs::Topics)
                || needs == Needs::Senses && !has_senses
        });
        notes.push(Problem::new(format!("no source: {idle} did not run")));
    }
    if context.judged.is_none() && context.article.target.language.code() != Language::unknown().code() {
        let (has_source, has_senses) = (context.article.source.is_some(), context.pair.has_senses());
        let idle = named(&|needs| {
            needs == Needs::Judge
                || has_source && matches!(needs, Needs::Encoder | Needs::Inventory | Needs::Topics)
                || (has_source || has_senses) && needs == Needs::Senses
        });
        notes.push(Problem::new(format!("without the encoder: {idle} did not run")));
    }
    let target = context.target();
    if target.tokens.is_empty() {
        notes.push(Problem::new("the target has no word: nothing was checked"));
    }
    for text in std::iter::once(target).chain(&context.article.source) {
        if text.language.words.is_none() && text.language.code() != "und" {
            notes.push(Problem::new(format!(
                "no word list for {}: checks of untranslated words are off",
                text.language.rules.name
            )));
        }
    }
    if let (Some((source, alignment)), Some(from)) = (context.aligned(), source_language) {
        if context.judged.is_some() && !context.pair.has_senses() {
            let (from, to) = (from.code(), target.language.code());
            let idle = named(&|needs| matches!(needs, Needs::Senses | Needs::Inventory | Needs::Topics));
            notes.push(Problem::new(format!("no sense inventory for {from}-{to}: {idle} did not run")));
        }
        if context.pair.lexicon.is_none() && !alignment.is_encoded() {
            notes.push(Problem::new(format!(
                "no lexicon for {}-{}: sentences are aligned by length, names and numbers; omissions are not reported",
                from.code(),
                target.language.code()
            )));
        }
        let open = alignment.beads.iter().filter(|bead| !bead.is_matched()).count();
        if open > 0 {
            notes.push(Problem::new(format!(
                "{open} of {} sentence groups without a counterpart, checked on their own ({} source and {} target sentences in all)",
                alignment.beads.len(),
                source.sentences.len(),
                target.sentences.len()
            )));
        }
    }
    notes
}

/// Words needed before a text's language is held against what the user said of it.
const MIN_WORDS: usize = 20;

/// Words looked at.
const SAMPLE: usize = 80;

/// How much more frequent the words must be in the other language (Zipf scale); near relatives differ
/// by less.
const MARGIN: f32 = 1.0;

/// Texts that fit their language so well need no closer look: news has 5 and more in its own.
const CLEAR_FIT: f32 = 5.2;

/// The language a text is clearly in, when that is not the one it is said to be in.
#[must_use]
pub fn contradicts(document: &Document, stated: &Language) -> Option<&'static Language> {
    let words: Vec<String> = document
        .text()
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .take(SAMPLE)
        .map(fold)
        .collect();
    let fit_of = |language| fit(words.iter().map(String::as_str), language);
    let own = fit_of(stated);
    if words.len() < MIN_WORDS || own >= CLEAR_FIT {
        return None;
    }
    let found = identify(document.text()).language.filter(|found| found.code() != stated.code())?;
    (fit_of(found) >= own + MARGIN).then_some(found)
}
