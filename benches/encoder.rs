//! How fast the encoder is, on sentences written for this purpose: one thread, divan.
//!
//! `cargo bench --bench encoder`. It does not compare with other engines: NOTES and the README of
//! the corpora tell how that was done.

use divan::counter::ItemsCount;
use mtlint::encoder::Encoder;

/// About the length and the mix of a translated news item.
const ARTICLE: [&str; 6] = [
    "The harbour authority said on Tuesday that the new crane would not be ready before the spring.",
    "De havenautoriteit zei dinsdag dat de nieuwe kraan niet voor het voorjaar klaar zal zijn.",
    "Ремонт моста начнётся в мае и продлится до конца осени, сообщили в городской администрации.",
    "Die Gemeinde will die Kosten von rund zwei Millionen Euro über zehn Jahre verteilen.",
    "Los vecinos habían pedido desde hace años que se ampliara el horario de la biblioteca.",
    "市政府表示，新的自行车道将在明年夏天之前完工。",
];

fn main() {
    divan::main();
}

#[divan::bench(args = [1, 6, 60])]
fn encode(bencher: divan::Bencher, n_sentences: usize) {
    let encoder = Encoder::embedded();
    let sentences: Vec<&str> = ARTICLE.iter().copied().cycle().take(n_sentences).collect();
    let n_tokens: usize = encoder.encode(&sentences).iter().map(|sentence| sentence.pieces.len() + 2).sum();
    bencher.counter(ItemsCount::new(n_tokens)).bench(|| encoder.encode(&sentences));
}

#[divan::bench]
fn tokenize(bencher: divan::Bencher) {
    let tokenizer = Encoder::embedded().tokenizer();
    let n_bytes: usize = ARTICLE.iter().map(|sentence| sentence.len()).sum();
    let counter = divan::counter::BytesCount::new(n_bytes);
    bencher.counter(counter).bench(|| ARTICLE.map(|sentence| tokenizer.pieces(sentence)));
}
