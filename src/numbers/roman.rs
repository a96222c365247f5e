//! Roman numerals: `XIV`, `XXe`, also in letters of other scripts that look the same.

/// The value of a Roman numeral in capitals, 1 to 3999, and whether letters of an ending follow it.
/// Only what is spelled by the rules counts, so that most words in capitals are none.
#[must_use]
pub fn roman(word: &str) -> Option<f64> {
    let numeral: String = word.chars().map_while(letter).collect();
    let ending = word.chars().skip(numeral.len());
    // `XIVe` and `XXth`, but not `Xavier`.
    if numeral.is_empty() || ending.clone().count() > 3 || ending.clone().any(|c| !c.is_lowercase()) {
        return None;
    }
    let value = value_of(&numeral);
    ((1..4000).contains(&value) && written(value) == numeral).then_some(f64::from(value))
}

fn letter(c: char) -> Option<char> {
    match c {
        'I' | 'V' | 'X' | 'L' | 'C' | 'D' | 'M' => Some(c),
        // Cyrillic and Greek letters of the same shape.
        'І' | 'Ι' => Some('I'),
        'Х' | 'Χ' => Some('X'),
        'М' | 'Μ' => Some('M'),
        'С' => Some('C'),
        _ => None,
    }
}

fn value_of(numeral: &str) -> u32 {
    let worth = |c: char| match c {
        'I' => 1,
        'V' => 5,
        'X' => 10,
        'L' => 50,
        'C' => 100,
        'D' => 500,
        _ => 1000,
    };
    let values: Vec<u32> = numeral.chars().map(worth).collect();
    let mut total: u32 = 0;
    for (i, &value) in values.iter().enumerate() {
        let is_taken_off = values.get(i + 1).is_some_and(|&next| next > value);
        total = if is_taken_off { total.wrapping_sub(value) } else { total.wrapping_add(value) };
    }
    total
}

fn written(mut value: u32) -> String {
    const STEPS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut out = String::new();
    for (worth, letters) in STEPS {
        while value >= worth {
            value -= worth;
            out.push_str(letters);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_well_formed_numerals_count() {
        for (word, value) in [("XIV", 14.0), ("XXe", 20.0), ("ХІХ", 19.0), ("MCMLXXXIV", 1984.0), ("Vth", 5.0)] {
            assert_eq!(roman(word), Some(value), "{word}");
        }
        for word in ["IIII", "VX", "Xavier", "DVD", "x", "", "MIX-3", "CIVIL"] {
            assert_eq!(roman(word), None, "{word}");
        }
    }
}
