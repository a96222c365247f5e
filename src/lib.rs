//! `mtlint` checks translated news before it is published.
//!
//! # Bird's-eye view
//!
//! An article flows downstream once, **read → segment → align → check → rank → report**. Each stage
//! is a module named after it, a pure function from plain values to plain values:
//!
//! * [`read`]: bytes → [`article::Document`], with what had to be assumed;
//! * [`segment`]: a document → [`article::Text`], sentences and tokens by the rules of a [`language`];
//! * [`align`]: source and target → beads of sentences and links of words;
//! * [`checks`]: a read-only context → [`finding::Finding`]s, one file a check;
//! * [`rank`]: findings → de-duplicated, silenced, ordered; the risk;
//! * [`report`]: a checked article, or an alignment alone → bytes, one file a format.
//!
//! [`fingerprint`] says by what a finding is recognised later, [`ignore`] what inline markers leave out,
//! [`review`] what reviewers decided.
//!
//! [`pipeline`] runs one article through all of them. [`batch`] runs many, on all processors;
//! A [`baseline`] lists what is already known; a [`score`] says what an article's issues come to.
//! [`cli`] is what was typed, [`config`] what it means, [`explain`] and [`manual`] what the tool says of itself.
//! [`encoder`] gives every piece of a word a vector in which translations lie close together; [`align`]
//! builds on it, and [`judge`] goes on from its states to what is wrong with a token. [`facts`] is the ledger of
//! amounts, dates and names that checks of facts read. Below lie [`numbers`] (values in any script and spelling), [`glossary`] (term lists), [`language`]
//! (what the packs know), [`odds`] (evidence weighed) and [`text`]
//! (places).
//!
//! # Invariants
//!
//! Each is a test in `tests/house.rs`.
//!
//! * The core does no IO and cannot fail: it returns values and problems.
//! * Imports point one way: batch → pipeline → checks, align, rank, report → article, finding,
//!   language → text.
//! * No language is named in code: what is particular to one is data in `corpora/packs`.
//! * Checks are stateless functions over a read-only context. A check is one file, one line in
//!   [`checks::CHECKS`] and one `tests/checks/<name>/cases.md`; its doc comment is its page.
//! * Same input, same bytes, with 1 thread or 64.
//! * Nothing panics on any input.

pub mod align;
pub mod article;
pub mod baseline;
pub mod batch;
pub mod checks;
pub mod cli;
pub mod config;
pub mod encoder;
pub mod explain;
pub mod facts;
pub mod finding;
pub mod fingerprint;
pub mod glossary;
pub mod ignore;
pub mod judge;
pub mod language;
pub mod manual;
pub mod numbers;
pub mod odds;
pub mod pipeline;
pub mod rank;
pub mod read;
pub mod report;
pub mod review;
pub mod score;
pub mod segment;
pub mod text;
