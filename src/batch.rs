//! Many articles: finding them, checking them on all processors, writing one report in input order.
//! One bad article never stops the rest. The only module that knows threads.

mod align;
mod amend;
mod article;
mod changed;
mod check;
mod decisions;
mod facts;
mod gate;
mod glossaries;
mod interrupt;
mod jobs;
mod languages;
mod notes;
mod output;
pub mod packs;
mod reports;
mod review;
mod stream;

pub use align::align;
pub use check::check;
pub use facts::facts;
pub use review::review;
pub use stream::stream;

/// What came of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing at or above the fail level.
    Clean,
    /// Findings at or above it.
    Findings,
    /// Some article could not be checked.
    BadInput,
    /// Stopped by the user.
    Interrupted,
}

impl Outcome {
    /// The exit status.
    #[must_use]
    pub fn status(self) -> u8 {
        match self {
            Outcome::Clean => 0,
            Outcome::Findings => 1,
            Outcome::BadInput => 2,
            // 128 + SIGINT, as shells report it.
            Outcome::Interrupted => 130,
        }
    }
}
