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
    /// For each token the vector of its word, where that says something.
    rows: Vec<Option<Topic>>,
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
        let row = |token: usize| {
            let form = text.form(token);
            let says = text.tokens[token].kind == TokenKind::Word && form.zipf.is_some_and(|zipf| zipf < ANYWHERE);
            if says { of_form(topics, form) } else { None }
        };
        let rows: Vec<Option<Topic>> = (0..text.tokens.len()).map(row).collect();
        let mut sum = [0.0; WIDTH];
        rows.iter().flatten().for_each(|row| add(&mut sum, row, 1.0));
        let n = rows.iter().flatten().count();
        Some(Surroundings { text, topics, rows, sum, n })
    }

    /// What surrounds a token of a sentence; none where no other word says anything. The word itself is left
    /// out wherever it stands: it would go with itself.
    #[must_use]
    pub fn around(&self, sentence: usize, token: usize) -> Option<Place<'a>> {
        let form = self.text.form(token);
        let is_other = |other: usize| self.text.form(other).folded != form.folded;
        let (mut own, mut n_own) = ([0.0; WIDTH], 0);
        for other in self.text.sentences.get(sentence)?.tokens.clone().filter(|&other| is_other(other)) {
            if let Some(row) = &self.rows[other] {
                add(&mut own, row, 1.0);
                n_own += 1;
            }
        }
        if n_own == 0 {
            return None;
        }
        let n_same = (0..self.rows.len()).filter(|&other| !is_other(other) && self.rows[other].is_some()).count();
        let mut all = self.sum;
        if let Some(row) = self.rows.get(token).copied().flatten() {
            add(&mut all, &row, -(n_same as f32));
        }
        let n_all = (self.n - n_same).max(1);
        Some(Place { topics: self.topics, means: [own.map(|x| x / n_own as f32), all.map(|x| x / n_all as f32)] })
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
