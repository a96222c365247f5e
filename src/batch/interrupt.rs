//! Ctrl-C.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::cli::CheckArgs;

/// A flag that Ctrl-C raises; the second Ctrl-C ends the process as usual.
pub(super) fn on_interrupt(args: &CheckArgs) -> Arc<AtomicBool> {
    let flag = Arc::new(AtomicBool::new(false));
    let presses = AtomicUsize::new(0);
    let raise = flag.clone();
    // Waiting on a terminal for input must stay interruptible.
    if !args.targets.iter().any(|t| t == Path::new("-")) {
        // Where no handler can be set, Ctrl-C just ends the process; the old report is whole anyway.
        let _ = ctrlc::set_handler(move || {
            raise.store(true, Ordering::Relaxed);
            if presses.fetch_add(1, Ordering::Relaxed) > 0 {
                std::process::exit(130);
            }
        });
    }
    flag
}
