//! The ledger of facts: time for a sentence, alignment left out. `cargo bench --bench facts`.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use mtlint::align::align;
use mtlint::article::Text;
use mtlint::facts::Ledger;
use mtlint::language::{Language, Pair};
use mtlint::read::{Format, parse_text};
use mtlint::segment::segment;

/// Sentence pairs with about as many facts as news has.
const SENTENCES: [(&str, &str); 4] = [
    (
        "De minister zei op 14 maart 2023 dat de onderhandelingen nog vijfentwintig weken duren.",
        "The minister said on 14 March 2023 that the negotiations would take another twenty-five weeks.",
    ),
    (
        "“Wij geven niet op”, zei de woordvoerder van de bond.",
        "“We will not give up,” said the spokesperson of the union.",
    ),
    ("De brug van 12 kilometer kost 2,4 miljard euro.", "The bridge of 7.5 miles will cost 2.4 billion euros."),
    (
        "De politie heeft de weg naar het centrum afgesloten vanwege een ongeluk met een vrachtwagen.",
        "Police have closed the road to the centre because of an accident with a lorry.",
    ),
];

fn main() {
    divan::main();
}

fn text(code: &str, content: &str) -> Text {
    let language = Language::get(code).expect("an embedded language");
    segment(parse_text(content.to_owned(), Format::Plain, &mut Vec::new()), language)
}

/// Both sides of a sentence count as one.
#[divan::bench(args = [4, 40, 400])]
fn ledger(bencher: Bencher<'_, '_>, n_sentences: usize) {
    let pairs = SENTENCES.iter().cycle().take(n_sentences);
    let (source, target): (Vec<&str>, Vec<&str>) = pairs.copied().unzip();
    let (source, target) = (text("nl", &source.join("\n\n")), text("en", &target.join("\n\n")));
    let pair = Pair::get("nl", "en");
    let alignment = align(&source, &target, pair, None);
    bencher.counter(ItemsCount::new(n_sentences)).bench(|| black_box(Ledger::of(&source, &target, &alignment, pair)));
}
