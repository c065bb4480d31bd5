//! Which rows of a long list are drawn: plain arithmetic.
