//! The words in the address of the queue: which requests, and which one is being decided.

use crate::address::Address;

/// Which requests are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Show {
    /// Those that wait for the viewer.
    #[default]
    Waiting,
    /// The viewer's own.
    Mine,
    /// Those that were decided.
    Decided,
}

impl Show {
    pub(super) const ALL: [Self; 3] = [Self::Waiting, Self::Mine, Self::Decided];

    /// The word in the address.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Mine => "mine",
            Self::Decided => "decided",
        }
    }

    /// What people see.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "Waiting for you",
            Self::Mine => "Yours",
            Self::Decided => "Decided",
        }
    }

    /// The one of that word.
    pub(super) fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|show| show.word() == word)
    }
}

/// The address of the page at `path`, with one request being decided perhaps.
pub(super) fn address(path: &str, show: &str, decide: Option<&str>) -> String {
    Address::of(path).with("show", Some(show)).with("decide", decide).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back() {
        for show in Show::ALL {
            assert_eq!(Show::read(show.word()), Some(show));
        }
        assert_eq!(Show::read("elsewhere"), None);
    }
}
