//! What a command says to whoever runs it: answers on standard output, trouble on standard error.

use std::fmt::Display;
use std::io::Write;

/// Says one line of an answer. A reader that is gone is no reason to fail.
pub(crate) fn say(line: impl Display) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// Says what went wrong, in one line.
pub(crate) fn complain(trouble: impl Display) {
    let line = trouble.to_string().replace('\n', " ");
    let _ = writeln!(std::io::stderr(), "fluxward: {line}");
}
