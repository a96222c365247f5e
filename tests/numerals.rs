//! Numbers read by value: whatever CLDR's rules write in a language is read back as it was.

use mtlint::article::Text;
use mtlint::language::Language;
use mtlint::numbers::{Number, numbers};
use mtlint::read::{Format, parse_text};
use mtlint::segment::segment;

use crate::rbnf::Rbnf;

/// Languages whose spelled-out cardinals are read back, all of them.
pub const CARDINALS: [&str; 32] = [
    "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "hi", "hr", "hu", "id", "it", "ja", "lt", "ms",
    "nb", "nl", "pl", "pt", "ro", "ru", "sk", "sr", "tr", "uk", "sv", "he", "zh",
];

/// Values tried in each language.
const VALUES: usize = 10_000;

fn text(code: &str, content: &str) -> Text {
    let language = Language::get(code).unwrap_or_else(|| panic!("{code} is no language"));
    segment(parse_text(content.to_owned(), Format::Plain, &mut Vec::new()), language)
}

fn read(code: &str, content: &str) -> Vec<Number> {
    let text = text(code, content);
    numbers(&text, 0..text.tokens.len())
}

/// Numbers in no order, the same each time (xorshift64*).
pub struct Dice(pub u64);

impl Dice {
    /// Below a limit.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11) % limit
    }

    /// All magnitudes alike, many of them round.
    pub fn value(&mut self) -> u64 {
        let limit = 10u64.pow(1 + self.below(9) as u32);
        let value = self.below(limit) + 1;
        let round = 10u64.pow(self.below(7) as u32);
        if self.below(3) == 0 && value > round { value / round * round } else { value }
    }
}

#[test]
fn spelled_out_cardinals_are_read_back() {
    let mut failures = Vec::new();
    for code in CARDINALS {
        let rbnf = Rbnf::of(code);
        let mut sets = rbnf.sets("%spellout-cardinal");
        sets.extend(rbnf.sets("%spellout-numbering"));
        // Cheques, calendars and plural forms are no news.
        let is_news =
            |set: &str| !["year", "verbose", "financial", "days", "plural"].iter().any(|kind| set.contains(kind));
        sets.retain(|set| is_news(set));
        let mut dice = Dice(20 + code.len() as u64);
        let (mut wrong, mut n) = (0, 0);
        for i in 0..VALUES {
            let value = if i < 120 { i as u64 + 1 } else { dice.value() };
            let set = sets[dice.below(sets.len() as u64) as usize];
            let Some(written) = rbnf.write(set, value) else { continue };
            n += 1;
            let found = read(code, &written);
            let values: Vec<f64> = found.iter().map(|number| number.value).collect();
            if values != [value as f64] {
                wrong += 1;
                if wrong <= 3 {
                    failures.push(format!("{code} {set} {value} “{written}”: {values:?}"));
                }
            }
        }
        assert!(n > VALUES / 2, "{code}: only {n} values");
        if wrong > 0 {
            failures.push(format!("{code}: {wrong} of {n} values"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Traps, checked by hand: a text and all the values in it.
const TRAPS: &[(&str, &str, &[f64])] = &[
    ("ar", "خمسة وعشرون", &[25.0]),
    ("ar", "٢٬٥٠٠", &[2500.0]),
    ("ar", "و38 حديقة", &[38.0]),
    ("bg", "двайсет и три", &[23.0]),
    ("ca", "noranta-nou", &[99.0]),
    ("cs", "dvaatřicetiletý", &[32.0]),
    ("cs", "pět set tisíc", &[500_000.0]),
    ("cs", "1 250,5", &[1250.5]),
    ("da", "halvtreds", &[50.0]),
    ("da", "syvoghalvfems", &[97.0]),
    ("da", "halvfjerds", &[70.0]),
    ("de", "vierundsechzig", &[64.0]),
    ("de", "zweihundertdreiundvierzigtausend", &[243_000.0]),
    ("de", "2,5 Milliarden", &[2.5e9]),
    ("de", "anderthalb Millionen", &[1.5e6]),
    ("de", "1.250.000", &[1.25e6]),
    ("el", "είκοσι πέντε", &[25.0]),
    ("en", "two hundred and six", &[206.0]),
    ("en", "half a million", &[500_000.0]),
    ("en", "two and a half million", &[2.5e6]),
    ("en", "two dozen", &[24.0]),
    ("en", "twenty-fifth", &[25.0]),
    ("en", "between two and three", &[2.0, 3.0]),
    ("en", "125m", &[125e6]),
    ("en", "1950-53", &[1950.0, 53.0]),
    ("en", "14½", &[14.5]),
    ("es", "treinta y dos", &[32.0]),
    ("es", "mil millones", &[1e9]),
    ("es", "veintiún mil", &[21_000.0]),
    ("et", "kaheksakümmend kaks", &[82.0]),
    ("fi", "kaksikymmentäviisi", &[25.0]),
    ("fi", "puoli miljoonaa", &[500_000.0]),
    ("fr", "soixante-dix", &[70.0]),
    ("fr", "quatre-vingt-dix-sept", &[97.0]),
    ("fr", "soixante et onze", &[71.0]),
    ("fr", "quatre-vingts millions", &[80e6]),
    ("fr", "deux mille vingt-quatre", &[2024.0]),
    ("fr", "12 500,75", &[12_500.75]),
    ("hi", "दो लाख पचास हज़ार", &[250_000.0]),
    ("hi", "3.5 करोड़", &[35e6]),
    ("hi", "12,34,567", &[1_234_567.0]),
    ("hu", "kétszázötven", &[250.0]),
    ("hu", "hetvenöt", &[75.0]),
    ("id", "dua puluh lima", &[25.0]),
    ("it", "trentadue", &[32.0]),
    ("it", "duecentomila", &[200_000.0]),
    ("ja", "3億5000万人", &[350e6]),
    ("ja", "千二百", &[1200.0]),
    ("ko", "3억 5000만", &[350e6]),
    ("lv", "divdesmit pieci", &[25.0]),
    ("nb", "femogtyve", &[25.0]),
    ("nl", "zevenentachtig", &[87.0]),
    ("nl", "vijfhonderdduizend", &[500_000.0]),
    ("nl", "anderhalf miljoen", &[1.5e6]),
    ("pl", "dwudziestu pięciu", &[25.0]),
    ("pl", "pięciuset", &[500.0]),
    ("pt", "vinte e cinco", &[25.0]),
    ("pt", "dois mil e trezentos", &[2300.0]),
    ("ro", "douăzeci și cinci", &[25.0]),
    ("ru", "двадцатью пятью", &[25.0]),
    ("ru", "полтора миллиона", &[1.5e6]),
    ("ru", "сорокадвухлетний", &[42.0]),
    ("ru", "5 млн", &[5e6]),
    ("sk", "tridsaťdva", &[32.0]),
    ("sl", "petindvajset", &[25.0]),
    ("sv", "tjugofem", &[25.0]),
    ("tr", "yirmi beş", &[25.0]),
    ("tr", "iki buçuk milyon", &[2.5e6]),
    ("uk", "двадцять п'ять", &[25.0]),
    ("vi", "hai mươi lăm", &[25.0]),
    ("zh", "三千五百万", &[35e6]),
    ("zh", "1.3亿", &[130e6]),
    ("zh", "二〇一八年", &[2018.0]),
    ("zh", "一起", &[]),
];

#[test]
fn traps_are_read_as_people_read_them() {
    let wrong: Vec<String> = TRAPS
        .iter()
        .filter_map(|&(code, content, expected)| {
            let values: Vec<f64> = read(code, content).iter().map(|number| number.value).collect();
            (values != expected).then(|| format!("{code} “{content}”: {values:?}, not {expected:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A value as a language writes it in digits.
pub fn in_digits(code: &str, value: u64, hundredths: u64) -> String {
    let typography = &Language::get(code).expect("a language").rules.typography;
    let grouping = typography.grouping.first().map_or("", String::as_str);
    let plain = value.to_string();
    let mut out = String::new();
    for (i, digit) in plain.chars().enumerate() {
        if i > 0 && plain.len() > 4 && (plain.len() - i).is_multiple_of(3) {
            out.push_str(grouping);
        }
        out.push(digit);
    }
    if hundredths > 0 { format!("{out}{}{hundredths:02}", typography.decimal) } else { out }
}

#[test]
fn a_half_is_added_where_languages_put_it() {
    let halves = [
        ("fr", "Les travaux ont duré quatre ans et demi."),
        ("es", "Las obras duraron cuatro años y medio."),
        ("it", "I lavori sono durati quattro anni e mezzo."),
        ("pt", "As obras duraram quatro anos e meio."),
        ("ro", "Lucrările au durat patru ani și jumătate."),
        ("ca", "Les obres van durar quatre anys i mig."),
        ("gl", "As obras duraron catro anos e medio."),
        ("nl", "De werken duurden vier en een half jaar."),
        ("de", "Die Arbeiten dauerten viereinhalb Jahre."),
        ("sv", "Arbetet tog fyra och ett halvt år."),
        ("da", "Arbejdet tog fire et halvt år."),
        ("nb", "Arbeidet tok fire og et halvt år."),
        ("fi", "Työt kestivät neljä ja puoli vuotta."),
        ("et", "Tööd kestsid neli ja pool aastat."),
        ("hu", "A munkálatok négy és fél évig tartottak."),
        ("pl", "Prace trwały cztery i pół roku."),
        ("cs", "Práce trvaly čtyři a půl roku."),
        ("sk", "Práce trvali štyri a pol roka."),
        ("sl", "Dela so trajala štiri leta in pol."),
        ("hr", "Radovi su trajali četiri i pol godine."),
        ("bs", "Radovi su trajali četiri i po godine."),
        ("sr", "Радови су трајали четири и по године."),
        ("bg", "Работите продължиха четири години и половина."),
        ("mk", "Работите траеја четири години и пол."),
        ("ru", "Работы длились четыре с половиной года."),
        ("uk", "Роботи тривали чотири з половиною роки."),
        ("lt", "Darbai truko ketverius su puse metų."),
        ("lv", "Darbi ilga četrarpus gadus."),
        ("el", "Τα έργα διήρκεσαν τέσσερα χρόνια και μισό."),
        ("tr", "Çalışmalar dört buçuk yıl sürdü."),
        ("ar", "استمرت الأعمال أربع سنوات ونصف."),
        ("he", "העבודות נמשכו ארבע שנים וחצי."),
        ("fa", "کارها چهار سال و نیم طول کشید."),
        ("hi", "काम साढ़े चार साल चला।"),
        ("id", "Pekerjaan itu berlangsung selama empat setengah tahun."),
        ("ms", "Kerja itu mengambil masa empat tahun setengah."),
        ("vi", "Công việc kéo dài bốn năm rưỡi."),
        ("ko", "공사는 4년 반이 걸렸다."),
        ("ja", "工事は4年半かかった。"),
        ("zh", "工程持续了四年半。"),
        ("th", "งานใช้เวลาสี่ปีครึ่ง"),
        ("is", "Framkvæmdirnar tóku fjögur og hálft ár."),
        ("eu", "Lanek lau urte eta erdi iraun zuten."),
        ("sq", "Punimet zgjatën katër vjet e gjysmë."),
    ];
    let mut failures = Vec::new();
    for (code, sentence) in halves {
        let found = read(code, sentence);
        if !found.iter().any(|number| number.value == 4.5 || number.other_reading == Some(4.5)) {
            failures.push(format!("{code}: {sentence}: {found:?}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    let millions =
        [("pl", "cztery i pół miliona osób"), ("ru", "четыре с половиной миллиона"), ("es", "cuatro millones y medio")];
    for (code, phrase) in millions {
        assert_eq!(read(code, phrase)[0].value, 4_500_000.0, "{phrase}");
    }
    // A half of something else.
    assert_eq!(read("fr", "quatre ans après la demi-finale")[0].other_reading, None);
}

#[test]
fn digits_are_read_back_in_every_language() {
    let mut dice = Dice(7);
    let mut wrong = Vec::new();
    for code in Language::codes() {
        for _ in 0..300 {
            let (value, hundredths) = (dice.value(), dice.below(3) * dice.below(100));
            let hundredths = if hundredths > 99 { 0 } else { hundredths };
            let written = in_digits(code, value, hundredths);
            let expected = value as f64 + hundredths as f64 / 100.0;
            let found = read(code, &written);
            let is_read = matches!(&found[..], [number] if (number.value - expected).abs() < 1e-6);
            // Ten past two and 2.10 are written alike.
            if !is_read && found.iter().all(|number| number.time.is_none()) {
                wrong.push(format!(
                    "{code} {expected} “{written}”: {:?}",
                    found.iter().map(|n| n.value).collect::<Vec<_>>()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
}
