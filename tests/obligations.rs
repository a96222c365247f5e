//! What must, may, must not and need not be, in every language that has lists of such words.

use mtlint::article::Text;
use mtlint::facts::obligations::said;
use mtlint::language::Language;
use mtlint::language::obligations::Obligation;
use mtlint::read::{Format, parse_text};
use mtlint::segment::segment;

/// A language; that the shops must open on Sunday, may, must not and need not.
const SENTENCES: &[(&str, [&str; 4])] = &[
    (
        "ar",
        [
            "يجب أن تفتح المتاجر يوم الأحد.",
            "يجوز أن تفتح المتاجر يوم الأحد.",
            "لا يجوز أن تفتح المتاجر يوم الأحد.",
            "لا يلزم أن تفتح المتاجر يوم الأحد.",
        ],
    ),
    (
        "bg",
        [
            "Магазините трябва да отварят в неделя.",
            "Магазините могат да отварят в неделя.",
            "Магазините не трябва да отварят в неделя.",
            "Магазините не са длъжни да отварят в неделя.",
        ],
    ),
    (
        "bs",
        [
            "Trgovine moraju raditi nedjeljom.",
            "Trgovine mogu raditi nedjeljom.",
            "Trgovine ne smiju raditi nedjeljom.",
            "Trgovine ne moraju raditi nedjeljom.",
        ],
    ),
    (
        "ca",
        [
            "Les botigues han d'obrir el diumenge.",
            "Les botigues poden obrir el diumenge.",
            "Està prohibit obrir les botigues el diumenge.",
            "No cal obrir les botigues el diumenge.",
        ],
    ),
    (
        "cs",
        [
            "Obchody musí v neděli otevřít.",
            "Obchody mohou v neděli otevřít.",
            "Obchody v neděli nesmí otevřít.",
            "Obchody v neděli nemusí otevřít.",
        ],
    ),
    (
        "da",
        [
            "Butikkerne er nødt til at åbne om søndagen.",
            "Butikkerne kan åbne om søndagen.",
            "Butikkerne må ikke åbne om søndagen.",
            "Butikkerne behøver ikke at åbne om søndagen.",
        ],
    ),
    (
        "de",
        [
            "Die Geschäfte müssen am Sonntag öffnen.",
            "Die Geschäfte dürfen am Sonntag öffnen.",
            "Die Geschäfte dürfen am Sonntag nicht öffnen.",
            "Die Geschäfte müssen am Sonntag nicht öffnen.",
        ],
    ),
    (
        "el",
        [
            "Τα καταστήματα πρέπει να ανοίγουν την Κυριακή.",
            "Τα καταστήματα μπορούν να ανοίγουν την Κυριακή.",
            "Τα καταστήματα δεν πρέπει να ανοίγουν την Κυριακή.",
            "Τα καταστήματα δεν χρειάζεται να ανοίγουν την Κυριακή.",
        ],
    ),
    (
        "en",
        [
            "The shops must open on Sunday.",
            "The shops may open on Sunday.",
            "The shops must not open on Sunday.",
            "The shops don't have to open on Sunday.",
        ],
    ),
    (
        "es",
        [
            "Las tiendas deben abrir el domingo.",
            "Las tiendas pueden abrir el domingo.",
            "Las tiendas no deben abrir el domingo.",
            "Las tiendas no tienen que abrir el domingo.",
        ],
    ),
    (
        "et",
        [
            "Poed peavad pühapäeval lahti olema.",
            "Poed võivad pühapäeval lahti olla.",
            "Poed ei tohi pühapäeval lahti olla.",
            "Poed ei pea pühapäeval lahti olema.",
        ],
    ),
    (
        "fa",
        [
            "مغازه‌ها باید یکشنبه باز شوند.",
            "مغازه‌ها می‌توانند یکشنبه باز شوند.",
            "مغازه‌ها نباید یکشنبه باز شوند.",
            "لازم نیست مغازه‌ها یکشنبه باز شوند.",
        ],
    ),
    (
        "fi",
        [
            "Kauppojen täytyy avata sunnuntaina.",
            "Kaupat voivat avata sunnuntaina.",
            "Kaupat eivät saa avata sunnuntaina.",
            "Kauppojen ei tarvitse avata sunnuntaina.",
        ],
    ),
    (
        "fr",
        [
            "Les magasins doivent ouvrir le dimanche.",
            "Les magasins peuvent ouvrir le dimanche.",
            "Les magasins ne doivent pas ouvrir le dimanche.",
            "Les magasins ne sont pas obligés d'ouvrir le dimanche.",
        ],
    ),
    (
        "gl",
        [
            "As tendas deben abrir o domingo.",
            "As tendas poden abrir o domingo.",
            "As tendas non deben abrir o domingo.",
            "As tendas non teñen que abrir o domingo.",
        ],
    ),
    (
        "he",
        [
            "החנויות חייבות להיפתח ביום ראשון.",
            "החנויות רשאיות להיפתח ביום ראשון.",
            "אסור לפתוח את החנויות ביום ראשון.",
            "החנויות לא חייבות להיפתח ביום ראשון.",
        ],
    ),
    (
        "hr",
        [
            "Trgovine moraju raditi nedjeljom.",
            "Trgovine mogu raditi nedjeljom.",
            "Trgovine ne smiju raditi nedjeljom.",
            "Trgovine ne moraju raditi nedjeljom.",
        ],
    ),
    (
        "hu",
        [
            "A boltoknak vasárnap ki kell nyitniuk.",
            "A boltok vasárnap kinyithatnak.",
            "A boltoknak vasárnap tilos kinyitniuk.",
            "A boltoknak vasárnap nem kell kinyitniuk.",
        ],
    ),
    (
        "id",
        [
            "Toko-toko harus buka pada hari Minggu.",
            "Toko-toko boleh buka pada hari Minggu.",
            "Toko-toko tidak boleh buka pada hari Minggu.",
            "Toko-toko tidak harus buka pada hari Minggu.",
        ],
    ),
    (
        "is",
        [
            "Verslanirnar verða að opna á sunnudag.",
            "Verslanirnar mega opna á sunnudag.",
            "Verslanirnar mega ekki opna á sunnudag.",
            "Verslanirnar þurfa ekki að opna á sunnudag.",
        ],
    ),
    (
        "it",
        [
            "I negozi devono aprire la domenica.",
            "I negozi possono aprire la domenica.",
            "I negozi non devono aprire la domenica.",
            "I negozi non sono obbligati ad aprire la domenica.",
        ],
    ),
    (
        "ko",
        [
            "상점들은 일요일에 문을 열어야 한다.",
            "상점들은 일요일에 문을 열 수 있다.",
            "상점들은 일요일에 문을 열어서는 안 된다.",
            "상점들은 일요일에 문을 열 필요가 없다.",
        ],
    ),
    (
        "lt",
        [
            "Parduotuvės privalo dirbti sekmadienį.",
            "Parduotuvės gali dirbti sekmadienį.",
            "Parduotuvėms draudžiama dirbti sekmadienį.",
            "Parduotuvės neprivalo dirbti sekmadienį.",
        ],
    ),
    (
        "mk",
        [
            "Продавниците мора да работат во недела.",
            "Продавниците можат да работат во недела.",
            "Продавниците не смеат да работат во недела.",
            "Продавниците не мора да работат во недела.",
        ],
    ),
    (
        "ms",
        [
            "Kedai-kedai mesti dibuka pada hari Ahad.",
            "Kedai-kedai boleh dibuka pada hari Ahad.",
            "Kedai-kedai tidak boleh dibuka pada hari Ahad.",
            "Kedai-kedai tidak perlu dibuka pada hari Ahad.",
        ],
    ),
    (
        "nb",
        [
            "Butikkene må åpne på søndag.",
            "Butikkene kan åpne på søndag.",
            "Butikkene må ikke åpne på søndag.",
            "Butikkene trenger ikke å åpne på søndag.",
        ],
    ),
    (
        "nl",
        [
            "De winkels moeten op zondag open.",
            "De winkels mogen op zondag open.",
            "De winkels mogen op zondag niet open.",
            "De winkels hoeven op zondag niet open.",
        ],
    ),
    (
        "pl",
        [
            "Sklepy muszą być otwarte w niedzielę.",
            "Sklepy mogą być otwarte w niedzielę.",
            "W niedzielę nie wolno otwierać sklepów.",
            "Sklepy nie muszą być otwarte w niedzielę.",
        ],
    ),
    (
        "pt",
        [
            "As lojas têm de abrir no domingo.",
            "As lojas podem abrir no domingo.",
            "As lojas não devem abrir no domingo.",
            "As lojas não precisam abrir no domingo.",
        ],
    ),
    (
        "ro",
        [
            "Magazinele trebuie să se deschidă duminica.",
            "Magazinele pot deschide duminica.",
            "Magazinele nu au voie să deschidă duminica.",
            "Magazinele nu sunt obligate să deschidă duminica.",
        ],
    ),
    (
        "ru",
        [
            "Магазины обязаны работать в воскресенье.",
            "Магазины могут работать в воскресенье.",
            "Магазины не должны работать в воскресенье.",
            "Магазины не обязаны работать в воскресенье.",
        ],
    ),
    (
        "sk",
        [
            "Obchody musia v nedeľu otvoriť.",
            "Obchody môžu v nedeľu otvoriť.",
            "Obchody v nedeľu nesmú otvoriť.",
            "Obchody v nedeľu nemusia otvoriť.",
        ],
    ),
    (
        "sl",
        [
            "Trgovine morajo biti v nedeljo odprte.",
            "Trgovine so lahko v nedeljo odprte.",
            "Trgovine v nedeljo ne smejo biti odprte.",
            "Trgovin v nedeljo ni treba odpreti.",
        ],
    ),
    (
        "sq",
        [
            "Dyqanet duhet të hapen të dielën.",
            "Dyqanet mund të hapen të dielën.",
            "Dyqanet nuk duhet të hapen të dielën.",
            "Nuk ka nevojë të hapen dyqanet të dielën.",
        ],
    ),
    (
        "sr",
        [
            "Продавнице морају да раде недељом.",
            "Продавнице могу да раде недељом.",
            "Продавнице не смеју да раде недељом.",
            "Продавнице не морају да раде недељом.",
        ],
    ),
    (
        "sv",
        [
            "Butikerna måste öppna på söndag.",
            "Butikerna kan öppna på söndag.",
            "Butikerna får inte öppna på söndag.",
            "Butikerna behöver inte öppna på söndag.",
        ],
    ),
    (
        "tr",
        [
            "Dükkânlar pazar günü açılmak zorunda.",
            "Dükkânlar pazar günü açılabilir.",
            "Dükkânların pazar günü açılması yasak.",
            "Dükkânlar pazar günü açılmak zorunda değil.",
        ],
    ),
    (
        "uk",
        [
            "Магазини мусять працювати в неділю.",
            "Магазини можуть працювати в неділю.",
            "Магазинам не можна працювати в неділю.",
            "Магазини не зобов'язані працювати в неділю.",
        ],
    ),
    (
        "vi",
        [
            "Các cửa hàng phải mở cửa vào Chủ nhật.",
            "Các cửa hàng có thể mở cửa vào Chủ nhật.",
            "Các cửa hàng không được mở cửa vào Chủ nhật.",
            "Các cửa hàng không bắt buộc mở cửa vào Chủ nhật.",
        ],
    ),
    ("zh", ["商店星期天必须营业。", "商店星期天可以营业。", "商店星期天不得营业。", "商店星期天不必营业。"]),
];

/// What the sentences say, in their order.
const SAID: [Obligation; 4] = [Obligation::Required, Obligation::Allowed, Obligation::Forbidden, Obligation::Waived];

fn text(code: &str, content: &str) -> Text {
    let language = Language::get(code).expect("an embedded language");
    segment(parse_text(content.to_owned(), Format::Plain, &mut Vec::new()), language)
}

#[test]
fn obligations_are_told_apart_in_every_language() {
    let mut wrong = Vec::new();
    for (code, sentences) in SENTENCES {
        for (sentence, right) in sentences.iter().zip(SAID) {
            let text = text(code, sentence);
            let found = said(&text, 0..text.tokens.len()).map(|said| said.obligation);
            if found != Some(right) {
                wrong.push(format!("{code} “{sentence}”: {found:?}, not {right:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_language_with_such_lists_is_tested() {
    for code in Language::codes() {
        let has = Language::get(code).is_some_and(|language| !language.rules.obligations.is_empty());
        assert_eq!(has, SENTENCES.iter().any(|(tested, _)| *tested == code), "{code}");
    }
}

#[test]
fn what_lies_between_is_not_told() {
    for sentence in ["The shops should open on Sunday.", "The shops may open and must close.", "Nobody must open."] {
        let text = text("en", sentence);
        assert_eq!(said(&text, 0..text.tokens.len()), None, "{sentence}");
    }
}
