//! Bounds of numbers in many languages: lost, kept, turned round.

use crate::support::{check_only, findings_of};

/// A language, a sentence with a lower bound, and one with an upper bound.
const BOUNDS: &[(&str, &str, &str)] = &[
    ("ar", "قتل ما لا يقل عن 34 شخصا في الحريق.", "قد يفقد ما يصل إلى 34 شخصا وظائفهم."),
    ("bg", "Поне 34 души загинаха при пожара.", "Максимум 34 души могат да влязат."),
    ("bs", "Najmanje 34 osobe poginule su u požaru.", "Najviše 34 osobe mogu ući."),
    ("ca", "Almenys 34 persones van morir en l'incendi.", "Com a màxim 34 persones poden entrar."),
    ("cs", "Při požáru zahynulo nejméně 34 lidí.", "Dovnitř může maximálně 34 lidí."),
    ("da", "Mindst 34 mennesker døde i branden.", "Højst 34 mennesker kan komme ind."),
    ("de", "Mindestens 34 Menschen starben bei dem Brand.", "Bis zu 34 Menschen können hinein."),
    ("el", "Τουλάχιστον 34 άνθρωποι σκοτώθηκαν στη φωτιά.", "Έως 34 άνθρωποι μπορούν να μπουν."),
    ("es", "Al menos 34 personas murieron en el incendio.", "Como máximo 34 personas pueden entrar."),
    ("et", "Tulekahjus hukkus vähemalt 34 inimest.", "Sisse pääseb kuni 34 inimest."),
    ("eu", "Gutxienez 34 pertsona hil ziren sutean.", "Gehienez 34 pertsona sar daitezke."),
    ("fa", "دست کم 34 نفر در آتش سوزی کشته شدند.", "حداکثر 34 نفر می‌توانند وارد شوند."),
    ("fi", "Ainakin 34 ihmistä kuoli tulipalossa.", "Sisään pääsee enintään 34 ihmistä."),
    ("fr", "Au moins 34 personnes sont mortes dans l'incendie.", "Au maximum 34 personnes peuvent entrer."),
    ("gl", "Polo menos 34 persoas morreron no incendio.", "Como máximo 34 persoas poden entrar."),
    ("he", "לפחות 34 בני אדם נהרגו בשריפה.", "לכל היותר 34 בני אדם יכולים להיכנס."),
    ("hi", "आग में कम से कम 34 लोग मारे गए।", "अधिकतम 34 लोग अंदर जा सकते हैं।"),
    ("hr", "Najmanje 34 osobe poginule su u požaru.", "Najviše 34 osobe mogu ući."),
    ("hu", "Legalább 34 ember halt meg a tűzben.", "Legfeljebb 34 ember léphet be."),
    ("id", "Setidaknya 34 orang tewas dalam kebakaran itu.", "Maksimal 34 orang boleh masuk."),
    ("is", "Að minnsta kosti 34 létust í eldinum.", "Allt að 34 komast inn."),
    ("it", "Almeno 34 persone sono morte nell'incendio.", "Al massimo 34 persone possono entrare."),
    ("ja", "火災で少なくとも34人が死亡した。", "最大34人が入場できる。"),
    ("ko", "화재로 최소 34명이 숨졌다.", "최대 34명이 들어갈 수 있다."),
    ("lt", "Per gaisrą žuvo mažiausiai 34 žmonės.", "Įeiti gali daugiausia 34 žmonės."),
    ("lv", "Ugunsgrēkā gāja bojā vismaz 34 cilvēki.", "Iekšā var ieiet ne vairāk kā 34 cilvēki."),
    ("mk", "Најмалку 34 лица загинаа во пожарот.", "Најмногу 34 лица можат да влезат."),
    ("ms", "Sekurang-kurangnya 34 orang terkorban dalam kebakaran itu.", "Maksimum 34 orang boleh masuk."),
    ("nb", "Minst 34 mennesker døde i brannen.", "Opptil 34 mennesker kan komme inn."),
    ("nl", "Minstens 34 mensen kwamen om bij de brand.", "Maximaal 34 mensen mogen naar binnen."),
    ("pl", "W pożarze zginęły co najmniej 34 osoby.", "Wejść może maksymalnie 34 osoby."),
    ("pt", "Pelo menos 34 pessoas morreram no incêndio.", "No máximo 34 pessoas podem entrar."),
    ("ro", "Cel puțin 34 de persoane au murit în incendiu.", "Cel mult 34 de persoane pot intra."),
    ("ru", "При пожаре погибли не менее 34 человек.", "Войти могут не более 34 человек."),
    ("sk", "Pri požiari zahynulo najmenej 34 ľudí.", "Dnu môže najviac 34 ľudí."),
    ("sl", "V požaru je umrlo najmanj 34 ljudi.", "Vstopi lahko največ 34 ljudi."),
    ("sq", "Të paktën 34 njerëz vdiqën në zjarr.", "Deri në 34 njerëz mund të hyjnë."),
    ("sr", "Најмање 34 особе погинуле су у пожару.", "Највише 34 особе могу да уђу."),
    ("sv", "Minst 34 människor dog i branden.", "Högst 34 människor kan komma in."),
    ("th", "มีผู้เสียชีวิตอย่างน้อย 34 คนในเหตุไฟไหม้", "เข้าได้ไม่เกิน 34 คน"),
    ("tr", "Yangında en az 34 kişi öldü.", "İçeri en fazla 34 kişi girebilir."),
    ("uk", "Під час пожежі загинули щонайменше 34 людини.", "Увійти можуть не більше 34 людей."),
    ("vi", "Ít nhất 34 người đã chết trong vụ hỏa hoạn.", "Tối đa 34 người có thể vào."),
    ("zh", "火灾造成至少34人死亡。", "最多34人可以进入。"),
];

/// The same in English: the bound kept, lost and turned round.
const LOWER: [&str; 3] =
    ["At least 34 people died in the fire.", "There were 34 deaths in the fire.", "Up to 34 people died in the fire."];
const UPPER: [&str; 3] =
    ["No more than 34 people can enter.", "There is room; 34 people can enter.", "At least 34 people can enter."];

#[test]
fn bounds_are_kept_in_every_language() {
    let n_found = |from: (&str, &str), to: (&str, &str)| {
        findings_of(&check_only("hedge-lost", from.0, Some(from.1), to), "hedge-lost").len()
    };
    let mut wrong = Vec::new();
    for &(code, lower, upper) in BOUNDS {
        for (sentence, english) in [(lower, LOWER), (upper, UPPER)] {
            for (n, rendering) in english.into_iter().enumerate() {
                let expected = usize::from(n > 0);
                if n_found((code, sentence), ("en", rendering)) != expected {
                    wrong.push(format!("{code} “{sentence}” → “{rendering}”: not {expected}"));
                }
            }
            // And into the language.
            for (n, original) in english.into_iter().enumerate().filter(|(n, _)| *n != 1) {
                let expected = usize::from(n > 0);
                if n_found(("en", original), (code, sentence)) != expected {
                    wrong.push(format!("{code} “{original}” → “{sentence}”: not {expected}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
