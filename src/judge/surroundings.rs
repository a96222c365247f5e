//! What a word should go with: the topics of the words of its sentence and of its article.

use crate::article::Text;
use crate::language::tokens::TokenKind;
use crate::language::topics::{Topic, Topics, WIDTH, closeness};
use crate::language::words::Form;

/// Frequency (Zipf × 10) from which words are used in any surroundings.
const ANYWHERE: u8 = 56;

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
        let mut sum = [0.0; WIDTH];
        for topic in phrase.split(' ').filter_map(|word| self.topics.of(word)) {
            add(&mut sum, &topic, 1.0);
        }
        let length = closeness(&sum, &sum).sqrt();
        (length > 0.0).then(|| self.fit(&sum.map(|x| x / length)))
    }

    fn fit(&self, topic: &Topic) -> Fit {
        self.means.map(|mean| closeness(topic, &mean))
    }
}

fn of_form(topics: &Topics, form: &Form) -> Option<Topic> {
    form.words().find_map(|word| topics.of(word))
}

fn add(sum: &mut Topic, row: &Topic, times: f32) {
    for (sum, x) in sum.iter_mut().zip(row) {
        *sum += times * x;
    }
}
