//! The ledger of facts: a value, an amount or a date written in two languages is one fact, and another as
//! soon as one of them changes.

use mtlint::align::{Alignment, Bead, Rendering};
use mtlint::article::Text;
use mtlint::facts::{Ledger, Verdict};
use mtlint::language::{Language, Pair};
use mtlint::read::{Format, parse_text};
use mtlint::segment::segment;

use crate::numerals::{CARDINALS, Dice, in_digits};
use crate::rbnf::Rbnf;

/// Facts of a kind written in each language, as often right as changed: 10,500 of the three kinds.
const FACTS: usize = 3_500;

/// Facts in one text; more is not faster.
const CHUNK: usize = 500;

/// Lines without a fact behind each fact, so that none is taken for one that has only moved.
const APART: &str = "\n·\n·\n";

/// A fact, and whether the second text changes it.
struct Written {
    first: String,
    second: String,
    is_changed: bool,
}

/// How two texts agree, one line of the first with the same line of the second.
fn ledger(codes: [&str; 2], facts: &[Written]) -> (Ledger, [Text; 2]) {
    let text = |code: &str, lines: Vec<&str>| {
        let language = Language::get(code).unwrap_or_else(|| panic!("{code} is no language"));
        segment(parse_text(lines.join(APART), Format::Plain, &mut Vec::new()), language)
    };
    let first = text(codes[0], facts.iter().map(|fact| fact.first.as_str()).collect());
    let second = text(codes[1], facts.iter().map(|fact| fact.second.as_str()).collect());
    let mut alignment = Alignment::default();
    let of_block = |text: &Text, block: usize| {
        let at = |block: usize| text.sentences.partition_point(|sentence| sentence.block < block);
        at(block)..at(block + 1)
    };
    for block in 0..first.document.blocks.len() {
        let (source, target) = (of_block(&first, block), of_block(&second, block));
        alignment.beads.push(Bead { source, target, coverage: 1.0, probability: 1.0, rendering: Rendering::Literal });
    }
    let ledger = Ledger::of(&first, &second, &alignment, &Pair::default());
    (ledger, [first, second])
}

/// Says which facts the ledger takes for right though they are not, or the other way round.
fn wrong(codes: [&str; 2], facts: &[Written]) -> Vec<String> {
    let (ledger, [first, second]) = ledger(codes, facts);
    let line = |text: &Text, token: usize| {
        let sentence = text.sentence_at(text.tokens[token].span.start).expect("a sentence");
        text.sentences[sentence.0 as usize].block / 3
    };
    let mut verdicts: Vec<Vec<Verdict>> = vec![Vec::new(); facts.len()];
    for entry in &ledger.entries {
        let at = match (entry.source, entry.target) {
            (Some(n), _) => line(&first, ledger.source[n].tokens.start),
            (None, Some(n)) => line(&second, ledger.target[n].tokens.start),
            (None, None) => continue,
        };
        verdicts[at].push(entry.verdict);
    }
    let is_right = |fact: &Written, verdicts: &[Verdict]| {
        // A thousand metres are a kilometre; converted figures are rounded, so that this proves no change.
        let is_same =
            |verdict: &Verdict| *verdict == Verdict::Same || !fact.is_changed && *verdict == Verdict::Converted;
        !verdicts.is_empty() && verdicts.iter().all(is_same) != fact.is_changed
    };
    let failures = facts.iter().zip(&verdicts).filter(|(fact, verdicts)| !is_right(fact, verdicts));
    failures.map(|(fact, verdicts)| format!("{codes:?} “{}” and “{}”: {verdicts:?}", fact.first, fact.second)).collect()
}

/// Writes and compares [`FACTS`] in each language, each time with another language.
fn compare(languages: &[&str], mut write: impl FnMut(&mut Dice, [&str; 2], bool) -> Option<Written>) {
    let mut dice = Dice(41);
    let mut failures = Vec::new();
    for code in languages {
        for _ in 0..FACTS / CHUNK {
            let other = languages[dice.below(languages.len() as u64) as usize];
            if other == *code {
                continue;
            }
            let codes = [*code, other];
            let facts: Vec<Written> = (0..CHUNK).filter_map(|n| write(&mut dice, codes, n.is_multiple_of(2))).collect();
            assert!(facts.len() > CHUNK / 2, "{codes:?}: only {} facts", facts.len());
            failures.extend(wrong(codes, &facts));
        }
    }
    let n = failures.len();
    // One of each pair of languages tells enough.
    failures.dedup_by_key(|failure| failure.split(']').next().map(str::to_owned));
    assert!(failures.is_empty(), "{n} wrong:\n{}", failures.join("\n"));
}

/// A value near another.
fn near(dice: &mut Dice, value: u64, is_changed: bool) -> u64 {
    if is_changed { value + 1 + dice.below(8) } else { value }
}

#[test]
fn a_value_spelled_out_is_the_value_in_digits() {
    let rules: Vec<(Rbnf, String)> = CARDINALS
        .iter()
        .map(|code| {
            let rbnf = Rbnf::of(code);
            let set = rbnf.sets("%spellout-cardinal").into_iter().chain(rbnf.sets("%spellout-numbering")).next();
            let set = set.unwrap_or_else(|| panic!("{code} has no cardinals")).to_owned();
            (rbnf, set)
        })
        .collect();
    compare(&CARDINALS, |dice, [first, second], is_changed| {
        let value = 2 + dice.value();
        let at = CARDINALS.iter().position(|code| *code == first)?;
        let (rbnf, set) = &rules[at];
        // A lone scale word is a manner of speaking.
        let is_round = value.to_string().trim_start_matches('1').chars().all(|digit| digit == '0');
        let written = rbnf.write(set, value).filter(|_| !is_round)?;
        let second = in_digits(second, near(dice, value, is_changed), 0);
        Some(Written { first: written, second, is_changed })
    });
}

/// Units that languages share and nobody converts.
const UNITS: [&str; 5] = ["kilometre", "hectare", "litre", "percent", "euro"];

#[test]
fn an_amount_is_one_in_every_language() {
    let languages: Vec<&str> = Language::codes().collect();
    let name = |code: &str, unit: &str| {
        // Words for per cent stand before the number in some languages; its sign stands behind it in all.
        if unit == "percent" {
            return Some("%".to_owned());
        }
        let names = Language::get(code)?.rules.units.get(unit)?;
        names.iter().max_by_key(|name| name.chars().count()).cloned()
    };
    compare(&languages, |dice, [first, second], is_changed| {
        let unit = UNITS[dice.below(UNITS.len() as u64) as usize];
        let value = 32 + dice.value() % 10_000_000;
        let hundredths = if dice.below(3) == 0 { 11 + dice.below(80) } else { 0 };
        let changed = near(dice, value, is_changed);
        Some(Written {
            first: format!("{} {}", in_digits(first, value, hundredths), name(first, unit)?),
            second: format!("{} {}", in_digits(second, changed, hundredths), name(second, unit)?),
            is_changed,
        })
    });
}

/// A date as a language writes it.
fn date(code: &str, [day, month, year]: [u64; 3], variant: u64) -> Option<String> {
    let rules = &Language::get(code)?.rules;
    let numbers = &rules.numbers;
    if let [of_year, of_month, of_day] = &numbers.date_marks[..] {
        let space = if rules.spaced { " " } else { "" };
        return Some(format!("{year}{of_year}{space}{month}{of_month}{space}{day}{of_day}"));
    }
    // Abbreviations with full stops inside are tokens of their own.
    let is_name = |name: &&String| name.len() > 3 && !name.contains('.');
    let names: Vec<&String> = numbers.months.get(month as usize - 1)?.iter().filter(is_name).collect();
    let name = names.get((variant % names.len().max(1) as u64) as usize)?;
    let mut letters = name.chars();
    let name: String = match letters.next() {
        Some(first) if numbers.capitalised_months => first.to_uppercase().chain(letters).collect(),
        _ => (*name).clone(),
    };
    Some(if numbers.month_first { format!("{name} {day}, {year}") } else { format!("{day} {name} {year}") })
}

#[test]
fn a_date_is_one_in_every_language() {
    let languages: Vec<&str> = Language::codes().collect();
    compare(&languages, |dice, [first, second], is_changed| {
        let parts = [1 + dice.below(27), 1 + dice.below(11), 1950 + dice.below(100)];
        let mut changed = parts;
        changed[dice.below(3) as usize] += u64::from(is_changed);
        let (a, b) = (dice.below(8), dice.below(8));
        Some(Written { first: date(first, parts, a)?, second: date(second, changed, b)?, is_changed })
    });
}

#[test]
fn the_hundred_in_per_cent_is_no_number_of_its_own() {
    let written = |code: &str, text: &str| (code.to_owned(), text.to_owned());
    for (a, b) in [
        (written("es", "620 por ciento"), written("fi", "620 prosenttia")),
        (written("ar", "620 في المائة"), written("cs", "620 procent")),
        (written("en", "620 per cent"), written("sq", "620 për qind")),
    ] {
        let fact = Written { first: a.1, second: b.1, is_changed: false };
        assert_eq!(wrong([&a.0, &b.0], &[fact]), Vec::<String>::new());
    }
}

#[test]
fn a_stretch_of_time_is_one_in_every_language() {
    let stretches = [
        ("de", "Sie lief die Strecke in 3:25:40 Stunden."),
        ("nl", "Ze liep de afstand in drie uur, 25 minuten en 40 seconden."),
        ("fr", "Elle a couru la distance en 3 h 25 min 40 s."),
        ("es", "Corrió la distancia en tres horas, 25 minutos y 40 segundos."),
        ("it", "Ha corso la distanza in tre ore, 25 minuti e 40 secondi."),
        ("pt", "Ela correu a distância em 3h25m40s."),
        ("pl", "Przebiegła dystans w 3 godziny 25 minut i 40 sekund."),
        ("ru", "Она пробежала дистанцию за 3 часа 25 минут 40 секунд."),
        ("uk", "Вона пробігла дистанцію за 3 години 25 хвилин 40 секунд."),
        ("cs", "Trať uběhla za tři hodiny, 25 minut a 40 sekund."),
        ("sv", "Hon sprang sträckan på 3 timmar, 25 minuter och 40 sekunder."),
        ("da", "Hun løb distancen på 3 timer, 25 minutter og 40 sekunder."),
        ("nb", "Hun løp distansen på 3 timer, 25 minutter og 40 sekunder."),
        ("fi", "Hän juoksi matkan ajassa 3.25.40."),
        ("et", "Ta jooksis distantsi 3 tunni, 25 minuti ja 40 sekundiga."),
        ("hu", "A távot 3 óra 25 perc 40 másodperc alatt futotta le."),
        ("ro", "A alergat distanța în 3 ore, 25 de minute și 40 de secunde."),
        ("bg", "Тя пробяга дистанцията за 3 часа, 25 минути и 40 секунди."),
        ("hr", "Stazu je pretrčala za 3 sata, 25 minuta i 40 sekundi."),
        ("lt", "Ji įveikė nuotolį per 3 valandas, 25 minutes ir 40 sekundžių."),
        ("tr", "Mesafeyi 3 saat 25 dakika 40 saniyede koştu."),
        ("el", "Έτρεξε την απόσταση σε 3 ώρες, 25 λεπτά και 40 δευτερόλεπτα."),
        ("ja", "彼女はその距離を3時間25分40秒で走った。"),
        ("zh", "她以3小时25分40秒跑完全程。"),
        ("ko", "그는 그 거리를 3시간 25분 40초에 달렸다."),
        ("hi", "उसने यह दूरी 3 घंटे 25 मिनट 40 सेकंड में दौड़ी।"),
        ("id", "Ia menempuh jarak itu dalam 3 jam 25 menit 40 detik."),
        ("vi", "Cô ấy chạy hết quãng đường trong 3 giờ 25 phút 40 giây."),
    ];
    let english = |seconds: u64| format!("She ran the distance in three hours, 25 minutes and {seconds} seconds.");
    for (code, sentence) in stretches {
        for seconds in [40, 49] {
            let fact = Written { first: sentence.to_owned(), second: english(seconds), is_changed: seconds != 40 };
            assert_eq!(wrong([code, "en"], &[fact]), Vec::<String>::new(), "{code} {seconds}");
        }
    }
}
