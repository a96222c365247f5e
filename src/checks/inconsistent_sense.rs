//! The check `inconsistent-sense`.

use super::check::{Context, check};
use crate::article::Text;
use crate::finding::{Finding, Findings};
use crate::judge::clash::Clash;
use crate::text::Positions;

/// Places of the other rendering that the message names.
const MAX_PLACES: usize = 5;

check! {
    /// One word of the source, translated in two senses in one article.
    ///
    /// A source word that comes back means the same thing nearly always. Where one of its renderings is of
    /// another sense than most and fits its place worse than they would, that one is reported, with the
    /// other as suggestion.
    ///
    /// # Why it matters
    ///
    /// A machine decides sentence by sentence, so that talks become maintenance halfway down the page. The
    /// article contradicts itself.
    ///
    /// # Examples
    ///
    /// ```example
    /// fr: La pièce a été jouée à Paris. Le public a aimé la pièce. La pièce revient en mai.
    /// en: The play was performed in Paris. The audience loved the play. The room returns in May.
    ///                                                                       ^^^^ play
    /// ```
    ///
    /// Near-synonyms are good style:
    ///
    /// ```example
    /// de: Die Sitzung begann um neun. Die Sitzung endete ohne Ergebnis. Die Sitzung wird fortgesetzt.
    /// en: The meeting began at nine. The meeting ended without result. The session will be continued.
    /// ```
    ///
    /// # Limits
    ///
    /// Needs the source, the encoder, a sense inventory of the pair and the topics of the target's words
    /// (`topics.bin`; English so far). The other rendering must be twice as frequent, the inventory must
    /// list both, and each must stand for its source word alone. Words that other checks of senses report
    /// are left to them.
    pub static INCONSISTENT_SENSE = {
        name: "inconsistent-sense",
        category: TERM_INCONSISTENCY,
        severity: Major,
        since: "0.1.0",
        needs: Topics,
        silences: ["wrong-sense"],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    let Some((source, _)) = context.aligned() else { return };
    // A word that stands out by itself is left to `wrong-sense`; a faint doubt of it adds nothing here.
    let is_doubted = |token: usize| context.doubts.iter().any(|doubt| doubt.token == token && doubt.log_odds() >= 0.0);
    let found = context.clashes.iter().filter(|clash| clash.is_likely() && !is_doubted(clash.token));
    found.filter_map(|clash| finding(source, context.target(), clash)).for_each(|finding| findings.push(finding));
}

fn finding(source: &Text, target: &Text, clash: &Clash) -> Option<Finding> {
    let span = target.tokens.get(clash.token)?.span;
    let origin = source.tokens.get(clash.source)?.span;
    let document = &target.document;
    let positions = Positions::new(&document.raw);
    let place = |&token: &usize| {
        let at = positions.line_column(document.raw_offset(target.tokens[token].span.start));
        format!("“{}” ({}:{})", target.token_str(token), at.line, at.column)
    };
    let places = clash.others.iter().take(MAX_PLACES).map(place).collect::<Vec<_>>().join(", ");
    let more = clash.others.len().saturating_sub(MAX_PLACES);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let message = format!(
        "“{}” for “{}”, which is rendered in another sense elsewhere: {places}{more}",
        target.slice(span),
        source.slice(origin)
    );
    // An article that must change with the suggestion is part of it.
    let (span, suggestion) = match (&clash.before, clash.token.checked_sub(1)) {
        (Some(before), Some(article)) => (target.tokens[article].span.cover(span), format!("{before} {}", clash.word)),
        _ => (span, clash.word.clone()),
    };
    Some(Finding {
        source_span: Some(origin),
        suggestions: vec![suggestion],
        ..INCONSISTENT_SENSE.finding(Some(span), clash.confidence(), message)
    })
}
