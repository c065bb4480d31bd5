//! ⌘K: pages and people, found by typing.
