//! The check `name-mismatch`.

use std::ops::Range;

use super::check::{Context, check};
use super::names::{is_misspelled, is_name, is_romanised, latin, undoubled};
use crate::article::Text;
use crate::facts::names::{NameEntry, is_acronym, is_cased, is_first};
use crate::finding::{Finding, Findings};
use crate::judge::standing::{LEAST_DOUBT, Standing};
use crate::language::Pair;
use crate::language::gazetteer::Gazetteer;
use crate::language::tokens::TokenKind;
use crate::odds::{log_odds, probability, weighed};

const CONFIDENCE: f32 = 0.75;

/// How a doubt becomes a confidence.
#[derive(Clone, Copy)]
struct Way {
    standing: Option<Measure>,
    /// The doubt from which a name is shown where nothing is known of how it stands.
    least_doubt: f32,
}

/// What counts of how a name stands.
#[derive(Clone, Copy)]
enum Measure {
    /// How its sentence does with the source's name in its place.
    Replaced,
    /// How it does by itself; the log odds that it must have.
    Alone(f32),
}

impl Way {
    const fn new(standing: Option<Measure>, least_doubt: f32) -> Way {
        Way { standing, least_doubt }
    }
}

/// Where capitals tell the source's names: a name alone, and one in whose place a name of the source is left over.
/// Translators add the names that their readers miss, so that few alone are sure.
const CAPITALS: [Way; 2] =
    [Way::new(Some(Measure::Alone(1.4)), f32::INFINITY), Way::new(Some(Measure::Replaced), 0.97)];

/// Where the source's nouns have capitals too, so that of its names only rare ones are seen to be unmatched.
const CAPITAL_NOUNS: [Way; 2] = [Way::new(Some(Measure::Alone(-0.5)), 0.93), Way::new(None, 0.7)];

/// Where it has no capitals, so that known names only are seen to be unmatched.
const NO_CAPITALS: [Way; 2] = [Way::new(Some(Measure::Alone(-0.75)), 0.85), Way::new(None, 0.75)];

/// Log odds of a name with the source's in its place: what the log odds of its doubt weigh, by how much the logits of
/// the appraiser and of the reader fall, and the log odds that the judge takes it for a word of the wrong sense; what
/// all must outweigh. After a logistic regression over 2,805 replaced names and 336 of the translators' own (NTREX-128,
/// 38 languages both ways, 212,800 words), documents left out in turn; at .12 of the latter in 1,000 words.
const REPLACED: [f32; 5] = [0.57, 0.77, -0.45, 0.6, 0.85];

/// Log odds of a name by itself: what the log odds of its doubt weigh, how close it is to the source and how close words
/// usually are, its length in words, and the log odds of the wrong sense. From the same data; what [`Measure::Alone`]
/// asks of them lets pass .16 of the translators' own in 1,000 words.
const ALONE: [f32; 5] = [0.5, -4.4, 4.4, 0.3, 0.75];

/// Probabilities nearer to 0 and 1 count as these.
const SUREST_DOUBT: f32 = 1e-4;
const SUREST_SUSPICION: f32 = 0.01;

/// The most of what is not to be shown.
const NOT_SHOWN: f32 = 0.49;

/// Letters of a name that may stand for a longer one which begins so.
const LEAST_SHORT: usize = 4;

/// Confidence of a name of which nothing speaks for a counterpart.
const SUREST: f32 = 0.9;

impl Way {
    fn of(source: &Text, is_paired: bool) -> Way {
        let ways = match () {
            () if !is_cased(source) => NO_CAPITALS,
            () if source.language.rules.capitalised_nouns => CAPITAL_NOUNS,
            () => CAPITALS,
        };
        ways[usize::from(is_paired)]
    }

    /// The probability that an editor would accept the finding.
    fn confidence(self, doubt: f32, standing: Option<&Standing>) -> f32 {
        let by_doubt = || by_floor(doubt, self.least_doubt);
        let Some((measure, standing)) = self.standing.zip(standing) else { return by_doubt() };
        let (odds, sense) = (log_odds(doubt, SUREST_DOUBT), log_odds(standing.suspicion, SUREST_SUSPICION));
        match (measure, standing.gains) {
            (Measure::Replaced, None) => by_doubt(),
            (Measure::Replaced, Some([appraised, read])) => {
                probability(weighed(&[odds, appraised, read, sense], &REPLACED))
            }
            (Measure::Alone(least), _) => {
                let [closeness, usual] = standing.closeness;
                let n_words = standing.n_words as f32;
                probability(weighed(&[odds, closeness, usual, n_words, sense], &ALONE) - least)
            }
        }
    }
}

/// A confidence of half and more from a doubt on.
fn by_floor(doubt: f32, floor: f32) -> f32 {
    if doubt < floor {
        (doubt / floor.min(1.0)).min(1.0) * NOT_SHOWN
    } else {
        0.5 + (doubt - floor) / (1.0 - floor) * (SUREST - 0.5)
    }
}

check! {
    /// A name that is another than the source's, or spelled otherwise.
    ///
    /// A name of the target has a counterpart in the source if something there sounds like it, in any
    /// script and case, if the pair's lexicon or dictionary gives it, or if both mean the same place,
    /// people or organisation; in the aligned sentence, near it, or where the same name has one
    /// elsewhere in the article. One without, beside a name of the source that has none either, is
    /// reported. So is a rare name a letter or two away from the source's spelling.
    ///
    /// # Why it matters
    ///
    /// A misspelled name is the error that readers write letters about, a confused one that lawyers do.
    ///
    /// # Examples
    ///
    /// ```example
    /// nl: Burgemeester Hendrik Vaandrager opende de brug.
    /// en: Mayor Hendrik Vandrager opened the bridge.
    ///                   ^^^^^^^^^ Vaandrager
    /// ```
    ///
    /// ```example
    /// nl: Burgemeester Hendrik Vaandrager opende de brug.
    /// en: Mayor Hendrik Vaandrager opened the bridge.
    /// ```
    ///
    /// ```example
    /// ru: Вчера мэр Хворостенко встретился в Москве с Борисом Галушкиным.
    /// en: Yesterday the mayor, Khvorostenko, met Igor Semenyaka in Moscow.
    ///                                            ^^^^^^^^^^^^^^
    /// ```
    ///
    /// ```example
    /// ja: 大統領は火曜日にノルウェーを訪問した。
    /// en: The president visited Portugal on Tuesday.
    ///                           ^^^^^^^^
    /// ```
    ///
    /// # Limits
    ///
    /// Names are told by their capitals: in a script without them only names that are known in many languages are
    /// seen, and in a language that gives all nouns capitals only rare ones are. With the encoder a name is also
    /// judged by how it stands in its sentence, and by how well the sentence would render the source with the
    /// source's name in its place; translators add names that their readers miss, so that one alone has to stand out.
    /// A first name or a surname added to a name of the source is not shown by default.
    /// Names of words that a dictionary translates (`Harbour Office`) are left to the checks of senses, and names
    /// that each language romanises in its own way (`Krawtschenko`, `Kravchenko`) are no misspellings. An added acronym
    /// counts for the risk and is not shown by default; nor are two words that may have their capitals for beginning a
    /// sentence on either side. Chinese characters in a source that reads them in its own way are not understood as
    /// sounds, but for known names.
    pub static NAME_MISMATCH = {
        name: "name-mismatch",
        category: MISTRANSLATION,
        severity: Major,
        since: "0.1.0",
        needs: Source,
        silences: ["headline-mismatch"],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    misspelled(context, findings);
    unmatched(context, findings);
}

/// Names that have no counterpart in the source, with the name that they stand in the place of.
fn unmatched(context: &Context<'_>, findings: &mut Findings) {
    let (Some((source, _)), Some(ledger)) = (context.aligned(), context.ledger) else { return };
    let target = context.target();
    // What is not shown counts for the risk.
    let standings = context.standings.iter().map(Option::as_ref).chain(std::iter::repeat(None));
    for (entry, standing) in ledger.names.iter().zip(standings).filter(|(entry, _)| entry.doubt >= LEAST_DOUBT) {
        let Some(span) = entry.target.as_ref().and_then(|tokens| target.span_of(tokens)) else { continue };
        let written = target.slice(span);
        let source_span = entry.source.as_ref().and_then(|tokens| source.span_of(tokens));
        let message = match source_span {
            Some(original) => format!("“{written}” for “{}”: not the same name", source.slice(original)),
            None => format!("the name “{written}” is not in the source"),
        };
        let confidence = Way::of(source, source_span.is_some()).confidence(entry.doubt, standing);
        // Without a lexicon nothing tells a translated name from a wrong one, but for known names; and an acronym
        // may stand for words.
        let begins = [(source, entry.source.as_ref()), (target, entry.target.as_ref())]
            .map(|(text, tokens)| tokens.is_some_and(|tokens| is_first_word(text, tokens)));
        let is_blind = match source_span.map(|span| source.slice(span)) {
            // A capital that the place explains on either side.
            Some(_) if begins == [true; 2] => true,
            Some(original) => {
                let [ours, theirs] = [entry.source.clone(), entry.target.clone()].map(Option::unwrap_or_default);
                are_words([(source, ours), (target, theirs)], context.pair)
                    || context.pair.lexicon.is_none() && is_cased(source)
                    || are_acronyms(written, original)
                    || is_short_for(written, original)
                    || is_short_for(original, written)
            }
            None => {
                let tokens = entry.target.clone().unwrap_or_default();
                is_acronym(written) || are_words([(target, tokens)], context.pair)
            }
        };
        let is_blind = is_blind || is_fuller(entry, &ledger.names);
        let confidence = if is_blind { confidence.min(NOT_SHOWN) } else { confidence };
        findings.push(Finding { source_span, ..NAME_MISMATCH.finding(Some(span), confidence, message) });
    }
}

/// Whether a name stands beside one that the source has, where the source has no other beside that: a first name or a
/// surname that the translator added.
fn is_fuller(name: &NameEntry, names: &[NameEntry]) -> bool {
    let is_beside = |a: &Option<Range<usize>>, b: &Option<Range<usize>>| {
        a.as_ref().zip(b.as_ref()).is_some_and(|(a, b)| a.end == b.start || b.end == a.start)
    };
    let is_known = |entry: &&NameEntry| entry.source.is_some() && entry.doubt < LEAST_DOUBT;
    names
        .iter()
        .filter(is_known)
        .any(|known| is_beside(&name.target, &known.target) && !is_beside(&name.source, &known.source))
}

/// Whether names are made of words that a dictionary translates (`Harbour Office`): whether these
/// are rendered well is no question of names. What is known is a name all the same.
fn are_words<const N: usize>(names: [(&Text, Range<usize>); N], pair: &Pair) -> bool {
    let is_listed = |text: &Text, token: usize| {
        let form = text.form(token);
        let is_translated = pair.senses().is_some_and(|senses| {
            let is_source = senses.readings(form).next().is_some();
            is_source || form.words().any(|word| senses.sources(word).next().is_some())
        });
        // An inflected form is one of an ordinary word, listed or not.
        let is_inflected = form.lemmas.iter().any(Option::is_some);
        (is_inflected || is_translated) && Gazetteer::embedded().at(text, token, token + 1).is_none()
    };
    names.into_iter().all(|(text, mut tokens)| {
        tokens.all(|token| text.tokens[token].kind != TokenKind::Word || is_listed(text, token))
    })
}

/// Whether what one name has beside the other's words is nothing but acronyms, and the other has none.
fn are_acronyms(name: &str, other: &str) -> bool {
    let mut rest =
        name.split_whitespace().filter(|word| !other.split_whitespace().any(|same| same == *word)).peekable();
    let is_unknown = |word: &str| is_acronym(word) && Gazetteer::embedded().get(word).is_none();
    rest.peek().is_some() && rest.all(is_unknown) && !other.split_whitespace().any(is_acronym)
}

/// Whether two words may be a noun that one language gives a capital anywhere, and the other where a sentence begins.
fn is_noun(texts: [&Text; 2], tokens: [usize; 2]) -> bool {
    let has_capital = |side: usize| texts[side].language.rules.capitalised_nouns;
    (0..2).any(|side| has_capital(1 - side) && is_first_word(texts[side], &(tokens[side]..tokens[side] + 1)))
}

/// Whether a name is one word that begins a sentence and is not known as a name.
fn is_first_word(text: &Text, name: &Range<usize>) -> bool {
    name.len() == 1 && is_first(text, name.start) && Gazetteer::embedded().at(text, name.start, name.end).is_none()
}

/// Whether a name is another's beginning, as what friends and fans call one.
fn is_short_for(short: &str, name: &str) -> bool {
    let (short, name) = (latin(short), latin(name));
    short.len() >= LEAST_SHORT && name.starts_with(&short)
}

/// Names that are nearly spelled as in the source.
fn misspelled(context: &Context<'_>, findings: &mut Findings) {
    let Some((source, alignment)) = context.aligned() else { return };
    let target = context.target();
    if source.language.rules.scripts.first() != target.language.rules.scripts.first() {
        return;
    }
    // Languages that inflect names write them as they speak them: no letter twice.
    let is_respelled = [source, target].iter().any(|text| text.language.rules.inflected_names);
    let original: Vec<String> = source.forms.iter().map(|form| latin(&form.folded)).collect();
    for bead in alignment.beads.iter().filter(|bead| bead.is_matched()) {
        let here: Vec<String> = target.tokens_of(&bead.target).map(|t| latin(target.token_str(t))).collect();
        let names: Vec<usize> = source.tokens_of(&bead.source).filter(|&t| is_name(source, t)).collect();
        for token in target.tokens_of(&bead.target).filter(|&t| is_name(target, t)) {
            let name = latin(target.token_str(token));
            // What is known by this spelling is not misspelled.
            if original.contains(&name) || Gazetteer::embedded().at(target, token, token + 1).is_some() {
                continue;
            }
            let twin = names.iter().find(|&&s| {
                let spelled = latin(source.token_str(s));
                let is_other = is_misspelled(&spelled, &name)
                    && (!is_respelled || is_misspelled(&undoubled(&spelled), &undoubled(&name)));
                let folded = [&*source.form(s).folded, &*target.form(token).folded];
                let rules = [&source.language.rules, &target.language.rules];
                is_other
                    && !here.contains(&spelled)
                    && !is_noun([source, target], [s, token])
                    && !is_romanised(folded[0], folded[1], rules)
            });
            if let Some(&twin) = twin {
                let (written, right) = (target.token_str(token), source.token_str(twin));
                findings.push(Finding {
                    source_span: Some(source.tokens[twin].span),
                    suggestions: vec![right.to_owned()],
                    ..NAME_MISMATCH.finding(
                        Some(target.tokens[token].span),
                        CONFIDENCE,
                        format!("the source spells “{written}” as “{right}”"),
                    )
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Verdict;

    #[test]
    fn a_short_name_begins_the_long_one() {
        assert!(is_short_for("Quilly", "Quillyhampton") && is_short_for("Жигу", "Zhigulyov"));
        assert!(
            !is_short_for("Quillyhampton", "Quilly")
                && !is_short_for("Qui", "Quilly")
                && !is_short_for("Hampton", "Quillyhampton")
        );
    }

    #[test]
    fn a_name_added_to_a_known_one_is_no_other_name() {
        let entry = |source: Option<Range<usize>>, target, doubt| {
            let verdict = if doubt < 0.5 { Verdict::Same } else { Verdict::Differs };
            NameEntry { source, target: Some(target), verdict, doubt }
        };
        let surname = entry(Some(4..5), 8..9, 0.0);
        let first_name = |source, target| entry(source, target, 0.9);
        let is_fuller = |name: &NameEntry| is_fuller(name, std::slice::from_ref(&surname));
        assert!(is_fuller(&first_name(None, 7..8)) && is_fuller(&first_name(Some(0..1), 9..10)));
        // One that stands in the place of the source's own first name, and one elsewhere.
        assert!(!is_fuller(&first_name(Some(3..4), 7..8)) && !is_fuller(&first_name(None, 2..3)));
    }
}
