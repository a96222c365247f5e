//! What a word should go with: the topics of the words of its sentence and of its article.

use std::collections::BTreeMap;

use crate::article::Text;
use crate::language::tokens::TokenKind;
use crate::language::topics::{Topic, Topics, WIDTH, closeness};
use crate::language::words::Form;

/// Frequency (Zipf × 10) from which words are used in any surroundings.
const ANYWHERE: u8 = 56;

/// Words named as witnesses.
const MAX_WITNESSES: usize = 3;

/// Tokens on either side among which witnesses are looked for: an article of the usual length, and a bound on
/// the work in a longer one.
const REACH: usize = 500;

/// Cosine with a word from which another speaks for it, and by how much greater than with the word that it
/// speaks against: for *meeting* against *maintenance* speak *summit* (.82, .10), *talks* (.81, .22) and
/// *reporters* (.70, .19), not *governments* (.53, .24).
const GOES: f32 = 0.4;
const LEAD: f32 = 0.3;

/// The topics of an article's words.
#[derive(Debug)]
pub struct Surroundings<'a> {
    text: &'a Text,
    topics: &'a Topics,
    /// By form the vector of the word, where that says something.
    topic_of: Vec<Option<Topic>>,
    /// By form how often it stands in the text.
    counts: Vec<usize>,
    /// Over all tokens that say something.
    sum: Topic,
    n: usize,
}

/// How well a word goes with its sentence, and with its article: mean cosines.
pub type Fit = [f32; 2];

/// The surroundings of one place.
#[derive(Debug)]
pub struct Place<'a> {
    topics: &'a Topics,
    means: [Topic; 2],
}

impl<'a> Surroundings<'a> {
    /// Those of a text; none in a language whose words' topics are not known.
    #[must_use]
    pub fn of(text: &'a Text) -> Option<Surroundings<'a>> {
        let topics = text.language.topics()?;
        let mut counts = vec![0; text.forms.len()];
        for token in text.tokens.iter().filter(|token| token.kind == TokenKind::Word) {
            counts[token.form.0 as usize] += 1;
        }
        let topic = |form: &Form| {
            let says = form.zipf.is_some_and(|zipf| zipf < ANYWHERE);
            if says { of_form(topics, form) } else { None }
        };
        let topic_of: Vec<Option<Topic>> = text.forms.iter().map(topic).collect();
        let (mut sum, mut n) = ([0.0; WIDTH], 0);
        for (row, &count) in topic_of.iter().zip(&counts) {
            if let Some(row) = row {
                add(&mut sum, row, count as f32);
                n += count;
            }
        }
        Some(Surroundings { text, topics, topic_of, counts, sum, n })
    }

    /// What surrounds a token of a sentence; none where no other word says anything. The word itself is left
    /// out wherever it stands: it would go with itself.
    #[must_use]
    pub fn around(&self, sentence: usize, token: usize) -> Option<Place<'a>> {
        let own = self.text.tokens.get(token)?.form.0 as usize;
        let (mut near, mut n_near) = ([0.0; WIDTH], 0);
        for other in self.text.sentences.get(sentence)?.tokens.clone() {
            let other = &self.text.tokens[other];
            let form = other.form.0 as usize;
            if let Some(row) = self.topic_of[form].as_ref().filter(|_| form != own && other.kind == TokenKind::Word) {
                add(&mut near, row, 1.0);
                n_near += 1;
            }
        }
        if n_near == 0 {
            return None;
        }
        let (mut all, mut n_all) = (self.sum, self.n);
        if let Some(row) = &self.topic_of[own] {
            add(&mut all, row, -(self.counts[own] as f32));
            n_all -= self.counts[own];
        }
        let means = [(near, n_near), (all, n_all.max(1))].map(|(sum, n)| sum.map(|x| x / n as f32));
        Some(Place { topics: self.topics, means })
    }

    /// Words that speak for a base form or phrase in the place of a token: they go with it, and not with what
    /// stands there. Tokens, of the strongest word first, each word once, where it stands nearest; no names,
    /// and none where one of the two topics is not known.
    #[must_use]
    pub fn witnesses(&self, token: usize, phrase: &str) -> Vec<usize> {
        let text = self.text;
        let Some(own) = text.tokens.get(token).map(|token| token.form) else { return Vec::new() };
        let topics = of_phrase(self.topics, phrase).zip(of_form(self.topics, &text.forms[own.0 as usize]));
        let Some((meant, written)) = topics else { return Vec::new() };
        let mut leads: Vec<(f32, usize)> = self
            .nearest(token)
            .into_iter()
            .filter_map(|(form, at)| {
                let topic = self.topic_of[form].as_ref()?;
                let closeness = [&meant, &written].map(|word| closeness(topic, word));
                let lead = closeness[0] - closeness[1];
                (closeness[0] >= GOES && lead >= LEAD).then_some((lead, at))
            })
            .collect();
        leads.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut found: Vec<usize> = Vec::new();
        for (_, at) in leads {
            let is_known = found.iter().any(|&other| text.form(at).words().any(|word| text.form(other).is(word)));
            if !is_known {
                found.push(at);
            }
            if found.len() == MAX_WITNESSES {
                break;
            }
        }
        found
    }

    /// Where each other word that says something stands nearest to a token: tokens by form.
    fn nearest(&self, token: usize) -> BTreeMap<usize, usize> {
        let (text, own) = (self.text, self.text.tokens[token].form);
        let mut nearest: BTreeMap<usize, usize> = BTreeMap::new();
        for at in token.saturating_sub(REACH)..(token + REACH).min(text.tokens.len()) {
            let other = &text.tokens[at];
            let form = other.form.0 as usize;
            let says = other.kind == TokenKind::Word && other.form != own && self.topic_of[form].is_some();
            if says && !text.is_name(at) {
                let nearest = nearest.entry(form).or_insert(at);
                if at.abs_diff(token) < nearest.abs_diff(token) {
                    *nearest = at;
                }
            }
        }
        nearest
    }
}

impl Place<'_> {
    /// How well a word of the text goes with the place; none for one whose topic is not known.
    #[must_use]
    pub fn fit_of_form(&self, form: &Form) -> Option<Fit> {
        of_form(self.topics, form).map(|topic| self.fit(&topic))
    }

    /// The same of a base form or a phrase of such.
    #[must_use]
    pub fn fit_of_phrase(&self, phrase: &str) -> Option<Fit> {
        of_phrase(self.topics, phrase).map(|topic| self.fit(&topic))
    }

    /// The same of a word of another language, by what it can mean in that of the text: words, and how often each.
    #[must_use]
    pub fn fit_of_meanings<'m>(&self, meanings: impl Iterator<Item = (&'m str, f32)>) -> Option<Fit> {
        let mut sum = [0.0; WIDTH];
        for (phrase, share) in meanings {
            if let Some(topic) = of_phrase(self.topics, phrase) {
                add(&mut sum, &topic, share);
            }
        }
        unit(&sum).map(|topic| self.fit(&topic))
    }

    fn fit(&self, topic: &Topic) -> Fit {
        self.means.map(|mean| closeness(topic, &mean))
    }
}

fn of_form(topics: &Topics, form: &Form) -> Option<Topic> {
    form.words().find_map(|word| topics.of(word))
}

fn of_phrase(topics: &Topics, phrase: &str) -> Option<Topic> {
    let mut sum = [0.0; WIDTH];
    for topic in phrase.split(' ').filter_map(|word| topics.of(word)) {
        add(&mut sum, &topic, 1.0);
    }
    unit(&sum)
}

/// In the same direction and of length 1; none for nothing.
fn unit(sum: &Topic) -> Option<Topic> {
    let length = closeness(sum, sum).sqrt();
    (length > 0.0).then(|| sum.map(|x| x / length))
}

fn add(sum: &mut Topic, row: &Topic, times: f32) {
    for (sum, x) in sum.iter_mut().zip(row) {
        *sum += times * x;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::read::{Format, parse_text};
    use crate::segment::segment;
    use proptest::prelude::*;

    fn text(of: &str) -> Text {
        segment(parse_text(of.to_owned(), Format::Plain, &mut Vec::new()), Language::get("en").unwrap())
    }

    fn witnesses(of: &str, against: &str, phrase: &str) -> Vec<String> {
        let text = text(of);
        let token = (0..text.tokens.len()).find(|&token| text.token_str(token) == against).unwrap();
        let surroundings = Surroundings::of(&text).unwrap();
        surroundings.witnesses(token, phrase).iter().map(|&token| text.token_str(token).to_owned()).collect()
    }

    #[test]
    fn words_that_go_with_the_other_speak_for_it() {
        let text = "Unions rejected the offer. The beach will go on and workers of Strikeville stay at home.";
        assert_eq!(witnesses(text, "beach", "strike"), ["Unions", "workers", "rejected"]);
        // Nothing speaks for a word against itself, or for one that is not known.
        assert_eq!(witnesses(text, "beach", "beach"), [""; 0]);
        assert_eq!(witnesses(text, "beach", "xyzzyx"), [""; 0]);
    }

    #[test]
    fn a_word_of_another_language_goes_with_what_it_can_mean() {
        let text = text("The storm tore a branch from the tree.");
        let token = (0..text.tokens.len()).find(|&token| text.token_str(token) == "branch").unwrap();
        let place = Surroundings::of(&text).unwrap().around(0, token).unwrap();
        let [limb, office] = [vec![("limb", 0.4), ("twig", 0.6)], vec![("subsidiary", 0.7), ("office", 0.3)]]
            .map(|meanings| place.fit_of_meanings(meanings.into_iter()).unwrap());
        assert!(limb[0] > office[0] && limb[1] > office[1], "{limb:?} {office:?}");
        assert_eq!(place.fit_of_meanings([("xyzzyx", 1.0)].into_iter()), None);
        assert_eq!(place.fit_of_meanings(std::iter::empty()), None);
    }

    #[test]
    fn a_word_speaks_once_and_a_name_never() {
        let text = "The union called for a beach. Other unions did not.";
        assert_eq!(witnesses(text, "beach", "strike"), ["unions"]);
        assert_eq!(witnesses("The beach begins. The leader of the Union smiled.", "beach", "strike"), [""; 0]);
    }

    proptest! {
        #[test]
        fn witnesses_are_few_and_other_words(
            words in prop::collection::vec(prop::sample::select(vec![
                "summit", "Summit", "talks", "maintenance", "president", "presidents", "the", "met", "xyzzyx", ".", "12",
            ]), 1..40),
            token in 0usize..50,
            phrase in prop::sample::select(vec!["meeting", "peace talks", "maintenance", "", "the"]),
        ) {
            let text = text(&words.join(" "));
            let surroundings = Surroundings::of(&text).unwrap();
            let found = surroundings.witnesses(token, phrase);
            prop_assert!(found.len() <= MAX_WITNESSES);
            for (n, &at) in found.iter().enumerate() {
                prop_assert!(text.tokens[at].form != text.tokens[token].form && !text.is_name(at));
                prop_assert!(found[..n].iter().all(|&other| text.tokens[other].form != text.tokens[at].form));
            }
        }
    }
}
