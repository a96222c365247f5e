//! What the units named in the packs measure, and how they convert.
//!
//! Factors: International yard and pound agreement of 1959; international acre; US liquid gallon; the
//! metric dunam of 1,000 square metres. Currencies have none, since rates change.

use super::lexemes::Lexemes;
use super::rules::Rules;

/// What a unit measures: only units of one dimension can stand for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// Base: metre.
    Length,
    /// Base: square metre.
    Area,
    /// Base: kilogram.
    Mass,
    /// Base: litre.
    Volume,
    /// Base: metre a second.
    Speed,
    /// Base: kelvin; see [`Unit::convert`].
    Temperature,
    /// Base: second; months have a base of their own, since they have no fixed length.
    Duration,
    /// Months and years.
    Calendar,
    /// Per cent and percentage points.
    Share,
    /// Currencies.
    Money,
}

/// Seconds.
const HOUR: f64 = 3600.0;

/// A unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unit {
    /// Its key in the packs.
    pub name: &'static str,
    /// What it measures.
    pub dimension: Dimension,
    factor: f64,
}

const fn unit(name: &'static str, dimension: Dimension, factor: f64) -> Unit {
    Unit { name, dimension, factor }
}

/// Every unit that a pack may name.
pub static UNITS: [Unit; 56] = {
    use Dimension::{Area, Calendar, Duration, Length, Mass, Money, Share, Speed, Temperature, Volume};
    [
        unit("kilometre", Length, 1000.0),
        unit("metre", Length, 1.0),
        unit("centimetre", Length, 0.01),
        unit("millimetre", Length, 0.001),
        unit("mile", Length, 1609.344),
        unit("mile-scandinavian", Length, 10_000.0),
        unit("foot", Length, 0.3048),
        unit("inch", Length, 0.0254),
        unit("yard", Length, 0.9144),
        unit("square-kilometre", Area, 1e6),
        unit("square-metre", Area, 1.0),
        unit("square-mile", Area, 2_589_988.1),
        unit("square-foot", Area, 0.092_903),
        unit("hectare", Area, 1e4),
        unit("acre", Area, 4_046.856),
        unit("dunam", Area, 1000.0),
        unit("tonne", Mass, 1000.0),
        unit("kilogram", Mass, 1.0),
        unit("gram", Mass, 0.001),
        unit("pound-mass", Mass, 0.453_592_37),
        unit("ounce", Mass, 0.028_349_5),
        unit("stone", Mass, 6.350_293),
        unit("litre", Volume, 1.0),
        unit("gallon", Volume, 3.785_412),
        unit("kilometre-per-hour", Speed, 1.0 / 3.6),
        unit("mile-per-hour", Speed, 0.447_04),
        unit("metre-per-second", Speed, 1.0),
        unit("celsius", Temperature, 1.0),
        unit("fahrenheit", Temperature, 1.0),
        unit("degree", Temperature, 1.0),
        unit("second", Duration, 1.0),
        unit("minute", Duration, 60.0),
        unit("hour", Duration, 3600.0),
        unit("day", Duration, 86_400.0),
        unit("week", Duration, 604_800.0),
        unit("fortnight", Duration, 1_209_600.0),
        unit("month", Calendar, 1.0),
        unit("year", Calendar, 12.0),
        unit("decade", Calendar, 120.0),
        unit("century", Calendar, 1200.0),
        unit("percent", Share, 1.0),
        unit("percentage-point", Share, 1.0),
        unit("dollar", Money, 1.0),
        unit("euro", Money, 1.0),
        unit("pound-sterling", Money, 1.0),
        unit("yen", Money, 1.0),
        unit("yuan", Money, 1.0),
        unit("rouble", Money, 1.0),
        unit("franc", Money, 1.0),
        unit("krone", Money, 1.0),
        unit("zloty", Money, 1.0),
        unit("forint", Money, 1.0),
        unit("lira", Money, 1.0),
        unit("rupee", Money, 1.0),
        unit("won", Money, 1.0),
        unit("hryvnia", Money, 1.0),
    ]
};

impl Unit {
    /// The unit of a key.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Unit> {
        UNITS.iter().find(|unit| unit.name == name)
    }

    /// What an amount of this unit is in another; none where it cannot be said.
    #[must_use]
    pub fn convert(&self, amount: f64, to: &Unit) -> Option<f64> {
        match (self.dimension, to.dimension) {
            (Dimension::Money | Dimension::Share, _) => return None,
            // `85 miles per hour` where the hour is named in another way.
            (Dimension::Speed, Dimension::Length) => return Some(amount * self.factor * HOUR / to.factor),
            (Dimension::Length, Dimension::Speed) => return Some(amount * self.factor / (to.factor * HOUR)),
            (from, to) if from != to => return None,
            _ => {}
        }
        if self.dimension != Dimension::Temperature {
            return Some(amount * self.factor / to.factor);
        }
        match (self.name, to.name) {
            ("fahrenheit", "celsius") => Some((amount - 32.0) / 1.8),
            ("celsius", "fahrenheit") => Some(amount * 1.8 + 32.0),
            (a, b) if a == b => Some(amount),
            // Bare degrees may be either.
            _ => None,
        }
    }

    /// Other units of the same dimension.
    pub fn siblings(&self) -> impl Iterator<Item = &'static Unit> {
        let (name, dimension) = (self.name, self.dimension);
        UNITS.iter().filter(move |unit| unit.dimension == dimension && unit.name != name)
    }

    /// Whether the two may be one: bare degrees are degrees of either scale.
    #[must_use]
    pub fn agrees(&self, other: &Unit) -> bool {
        self.name == other.name
            || self.dimension == Dimension::Temperature
                && other.dimension == Dimension::Temperature
                && [self.name, other.name].contains(&"degree")
    }
}

/// The unit names of a language, for looking up.
#[must_use]
pub fn lexemes(rules: &Rules) -> Lexemes<&'static Unit> {
    let named = rules.units.iter().filter_map(|(name, forms)| Some((Unit::named(name)?, forms)));
    Lexemes::new(named.flat_map(|(unit, forms)| forms.iter().map(move |form| (form.as_str(), unit))), rules)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_convert_within_their_dimension() {
        let convert = |amount, from, to| {
            let (from, to) = (Unit::named(from).expect("a unit"), Unit::named(to).expect("a unit"));
            from.convert(amount, to).map(|v| (v * 10.0).round() / 10.0)
        };
        assert_eq!(convert(10.0, "mile", "kilometre"), Some(16.1));
        assert_eq!(convert(2.0, "inch", "millimetre"), Some(50.8));
        assert_eq!(convert(86.0, "fahrenheit", "celsius"), Some(30.0));
        assert_eq!(convert(3.0, "week", "day"), Some(21.0));
        assert_eq!(convert(76_000.0, "hectare", "dunam"), Some(760_000.0));
        assert_eq!(convert(5.0, "mile", "kilogram"), None);
        assert_eq!(convert(5.0, "euro", "dollar"), None);
    }
}
