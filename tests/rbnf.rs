//! CLDR's rule-based number formats (`tests/rbnf`, Unicode-3.0), written out: the renderer that the
//! reader of numbers is held against. It shares nothing with it.

use std::collections::BTreeMap;
use std::fs;

use crate::support::root;

struct Rule {
    base: u64,
    divisor: u64,
    body: String,
}

/// The spell-out rules of a language.
pub struct Rbnf {
    sets: BTreeMap<String, Vec<Rule>>,
}

impl Rbnf {
    /// Reads the rules of a language.
    pub fn of(code: &str) -> Rbnf {
        let path = root().join("tests/rbnf").join(format!("{code}.txt"));
        let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let mut sets: BTreeMap<String, Vec<Rule>> = BTreeMap::new();
        let mut name = String::new();
        for line in text.lines() {
            if let Some(set) = line.strip_prefix('%').and_then(|set| set.strip_suffix(':')) {
                name = format!("%{set}");
                continue;
            }
            // What is no whole number (signs, decimals, collation) is left out.
            let Some((base, body)) = line.split_once(": ") else { continue };
            let (base, radix) = base.split_once('/').map_or((base, 10), |(b, r)| (b, r.parse().expect("a radix")));
            let Ok(base) = base.parse::<u64>() else { continue };
            let mut divisor = 1;
            while base > 0 && divisor <= base / radix {
                divisor *= radix;
            }
            let body = body.strip_suffix(';').unwrap_or(body);
            let body = body.strip_prefix('\'').unwrap_or(body).to_owned();
            sets.entry(name.clone()).or_default().push(Rule { base, divisor, body });
        }
        Rbnf { sets }
    }

    /// Public sets of rules whose name begins so.
    pub fn sets(&self, prefix: &str) -> Vec<&str> {
        self.sets.keys().map(String::as_str).filter(|name| name.starts_with(prefix)).collect()
    }

    /// A value spelled out; none where the rules give digits.
    pub fn write(&self, set: &str, value: u64) -> Option<String> {
        let rules = self.sets.get(set).unwrap_or_else(|| panic!("no rules {set}"));
        let mut at = rules.iter().rposition(|rule| rule.base <= value)?;
        let is_rolled_back = |rule: &Rule| {
            let both = rule.body.contains(['<', '←']) && rule.body.contains(['>', '→']);
            both && value.is_multiple_of(rule.divisor) && !rule.base.is_multiple_of(rule.divisor)
        };
        while at > 0 && is_rolled_back(&rules[at]) {
            at -= 1;
        }
        self.fill(set, &rules[at], &rules[at].body, value)
    }

    fn fill(&self, set: &str, rule: &Rule, body: &str, value: u64) -> Option<String> {
        let mut out = String::new();
        let mut rest = body;
        while let Some(c) = rest.chars().next() {
            match c {
                '[' => {
                    let end = rest.find(']').expect("brackets are closed");
                    if !value.is_multiple_of(rule.divisor) {
                        out.push_str(&self.fill(set, rule, &rest[1..end], value)?);
                    }
                    rest = &rest[end + 1..];
                }
                '<' | '>' | '=' => {
                    let end = rest[1..].find(c).expect("substitutions are closed") + 1;
                    let name = &rest[1..end];
                    let part = match c {
                        '<' => value / rule.divisor,
                        '>' => value % rule.divisor,
                        _ => value,
                    };
                    if name.starts_with(['#', '0']) {
                        return None;
                    }
                    out.push_str(&self.write(if name.is_empty() { set } else { name }, part)?);
                    rest = &rest[end + 1..];
                }
                '\'' => rest = &rest[1..],
                // Plural forms: all of them in turn, since a reader must know them all.
                '$' => {
                    let end = rest[1..].find('$').expect("plurals are closed") + 1;
                    let forms: Vec<&str> =
                        rest[1..end].split('{').skip(1).filter_map(|f| f.split('}').next()).collect();
                    out.push_str(forms[(value / rule.divisor) as usize % forms.len()]);
                    rest = &rest[end + 1..];
                }
                _ => {
                    out.push(c);
                    rest = &rest[c.len_utf8()..];
                }
            }
        }
        Some(out)
    }
}

#[test]
fn rules_are_written_out() {
    let cases = [
        (
            "en",
            "%spellout-cardinal",
            2_345_678,
            "two million three hundred forty-five thousand six hundred seventy-eight",
        ),
        ("fr", "%spellout-cardinal-masculine", 281, "deux cent quatre-vingt-un"),
        ("de", "%spellout-cardinal-masculine", 321, "drei\u{AD}hundert\u{AD}ein\u{AD}und\u{AD}zwanzig"),
        ("zh", "%spellout-cardinal", 35_000_000, "三千五百万"),
    ];
    for (code, set, value, written) in cases {
        assert_eq!(Rbnf::of(code).write(set, value).as_deref(), Some(written));
    }
}
