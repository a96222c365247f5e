//! The one test binary.

mod support; // Example blocks, goldens, running the program.

mod added_packs; // Dictionaries and lists of the user's own: added, listed, removed.
mod alignment; // The files that `align` writes.
mod appraisal; // The appraiser: what it prefers, damaged packs.
mod articles; // Whole demo articles against their golden reports.
mod artifacts; // Both examples of every curated row.
mod bad_input; // What can be wrong with an input, and the message it gets.
mod beads; // Sentence alignment: every sentence once, losses and moves found.
mod checks; // Pages and case files of the checks.
mod ci_files; // The files for CI systems: what they run, and that they are well-formed.
mod cli; // The commands as a newcomer types them.
mod encoder; // The encoder: offsets, batches, damaged packs, a golden.
mod gates; // What a run fails on: numbers, new findings, changed articles.
mod hedges; // Bounds of numbers in many languages.
mod house; // The rules of the house.
mod judge; // The judge: batches, long and odd sentences, damaged packs.
mod ledger; // A fact written in two languages is one; changed, it is another.
mod numerals; // Numbers spelled out in 32 languages, read back.
mod obligations; // What must, may, must not and need not be, in 40 languages.
mod packs; // The data of languages and pairs.
mod page; // The report for a browser.
mod properties; // What holds for any input.
mod rbnf; // CLDR's rules for spelling out numbers, written out.
mod reading; // The reader: what it prefers, other orders, damaged packs.
mod reports; // The reports that other programs read.
mod review; // Decisions read back, kept, heeded, written.
mod senses; // The sense inventories: ambiguous words, weights, the command.
mod terminal; // Completions, manual pages, links.
mod workbook; // The report as a workbook.
