//! Corruptions, modelled on what machine translation does to a sentence: one file a family.

mod addition;
mod capitals;
mod omission;
mod replace;
mod runs;
mod setting;
mod spelling;
mod substitution;
mod word_order;

pub use setting::Setting;

use crate::random::Random;
use crate::sentence::Unit;
use addition::{insert_content, insert_function, repeat_phrase, repeat_word};
use omission::{drop_content, drop_function, drop_phrase, truncate};
use spelling::{case, mark, misspelt};
use substitution::{
    derivation, other_content, other_form, other_function, other_group, other_name, other_number, other_sense,
    untranslated,
};
use word_order::{move_phrase, shuffle, source_order, swap, window};

type Corruption = fn(&[Unit], &Setting<'_>, &mut Random) -> Option<Vec<Unit>>;

/// Name, shares among the corruptions that the judge, the appraiser and the reader learn from, and what it does. The number of a
/// kind is its place, from 1.
pub const KINDS: &[(&str, [f64; 3], Corruption)] = &[
    ("swap", [22.0, 22.0, 30.0], swap),
    ("window", [6.0, 6.0, 8.0], window),
    ("shuffle", [2.0, 1.0, 1.0], shuffle),
    ("move", [12.0, 12.0, 16.0], move_phrase),
    ("source-order", [40.0, 20.0, 0.0], source_order),
    ("drop-function", [10.0, 10.0, 14.0], drop_function),
    ("drop-content", [9.0, 16.0, 10.0], drop_content),
    ("drop-phrase", [4.0, 4.0, 3.0], drop_phrase),
    ("truncate", [1.5, 1.0, 1.0], truncate),
    ("repeat-word", [2.5, 2.5, 2.0], repeat_word),
    ("repeat-phrase", [3.0, 3.0, 1.5], repeat_phrase),
    ("insert-function", [8.0, 8.0, 8.0], insert_function),
    ("insert-content", [2.0, 2.0, 3.0], insert_content),
    ("other-form", [24.0, 24.0, 24.0], other_form),
    ("derivation", [7.0, 12.0, 12.0], derivation),
    ("other-function", [15.0, 15.0, 16.0], other_function),
    ("other-sense", [45.0, 30.0, 0.0], other_sense),
    ("other-content", [5.0, 8.0, 4.0], other_content),
    ("other-name", [2.0, 10.0, 0.0], other_name),
    ("other-number", [2.0, 2.0, 0.0], other_number),
    ("untranslated", [2.0, 1.0, 0.0], untranslated),
    ("misspelt", [2.5, 2.5, 0.0], misspelt),
    ("mark", [2.0, 2.0, 1.0], mark),
    ("case", [1.5, 1.5, 0.0], case),
    ("other-group", [16.0, 80.0, 40.0], other_group),
];
