//! The password policy: which rules there are, and which a password does not yet meet.
//!
//! The page shows the same list while typing that the server enforces. The blocklist and the
//! canonical form are the server's alone.

use serde::{Deserialize, Serialize};

/// The rules for new passwords.
#[expect(clippy::struct_excessive_bools, reason = "each is one rule, with a box of its own")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PasswordPolicy {
    /// Which ready profile this is, or `custom`.
    pub profile: Profile,
    /// Fewest characters.
    pub min_length: u32,
    /// Whether an uppercase letter is needed.
    pub uppercase: bool,
    /// Whether a lowercase letter is needed.
    pub lowercase: bool,
    /// Whether a number is needed.
    pub number: bool,
    /// Whether a symbol is needed.
    pub symbol: bool,
}

/// Who chooses a password: the rules are easier for whoever has a second factor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Chooser {
    /// Somebody who has no account or no password yet, or chooses it for somebody else.
    #[default]
    Anybody,
    /// Whoever is signed in.
    Caller,
    /// Whoever has this token: of a mailed link, or of a sign-in with a temporary password.
    Token(String),
}

/// A ready set of rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// Eight characters with an uppercase letter, a lowercase letter and a number.
    Standard,
    /// NIST SP 800-63B-4 §3.1.1.2: fifteen characters, eight with a second factor, no composition
    /// rules.
    Nist,
    /// Chosen rule by rule.
    Custom,
}

impl Default for PasswordPolicy {
    fn default() -> Self {
        Self::standard()
    }
}

impl PasswordPolicy {
    /// The default.
    pub const fn standard() -> Self {
        Self {
            profile: Profile::Standard,
            min_length: 8,
            uppercase: true,
            lowercase: true,
            number: true,
            symbol: false,
        }
    }

    /// The "NIST 800-63B" profile.
    pub const fn nist() -> Self {
        Self {
            profile: Profile::Nist,
            min_length: 15,
            uppercase: false,
            lowercase: false,
            number: false,
            symbol: false,
        }
    }

    /// The rules for somebody with a second factor: by NIST SP 800-63B-4 §3.1.1.2 eight characters
    /// are enough then. The other profiles make no difference.
    #[must_use]
    pub const fn with_second_factor(self) -> Self {
        match self.profile {
            Profile::Nist => Self { min_length: 8, ..self },
            Profile::Standard | Profile::Custom => self,
        }
    }

    /// Every rule in force with whether `password` meets it, in the order of the page.
    pub fn check(&self, password: &str) -> Vec<(Rule, bool)> {
        let rules = [
            (true, Rule::Length(self.min_length)),
            (self.uppercase, Rule::Uppercase),
            (self.lowercase, Rule::Lowercase),
            (self.number, Rule::Number),
            (self.symbol, Rule::Symbol),
        ];
        let in_force = rules.into_iter().filter_map(|(on, rule)| on.then_some(rule));
        in_force.map(|rule| (rule, rule.is_met_by(password))).collect()
    }

    /// The rules that `password` does not meet.
    pub fn unmet(&self, password: &str) -> Vec<Rule> {
        self.check(password).into_iter().filter_map(|(rule, met)| (!met).then_some(rule)).collect()
    }
}

/// One rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// At least so many characters.
    Length(u32),
    /// An uppercase letter.
    Uppercase,
    /// A lowercase letter.
    Lowercase,
    /// A number.
    Number,
    /// A symbol.
    Symbol,
}

impl Rule {
    /// The rule as it stands in the list beside the field.
    pub fn sentence(self) -> String {
        match self {
            Self::Length(least) => format!("At least {least} characters"),
            Self::Uppercase => "An uppercase letter".into(),
            Self::Lowercase => "A lowercase letter".into(),
            Self::Number => "A number".into(),
            Self::Symbol => "A symbol".into(),
        }
    }

    fn is_met_by(self, password: &str) -> bool {
        match self {
            Self::Length(least) => password.chars().count() >= least as usize,
            Self::Uppercase => password.chars().any(char::is_uppercase),
            Self::Lowercase => password.chars().any(char::is_lowercase),
            Self::Number => password.chars().any(char::is_numeric),
            Self::Symbol => password.chars().any(|c| !c.is_alphanumeric() && !c.is_whitespace()),
        }
    }
}
