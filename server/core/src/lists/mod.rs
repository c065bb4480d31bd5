//! What all lists share: limits, cursors and counters.
