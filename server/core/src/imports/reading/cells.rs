//! The cells of one line, each read by its column's name.

use super::Line;
use csv::StringRecord;
use fluxward_domain::imports::{COLUMNS, PASSED_OVER, unguarded};
use fluxward_domain::invitations::lines::unknown_role;
use fluxward_domain::members::WorkspaceRoles;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::{AppError, FieldError, Moment, text as words};

/// Which column stands where.
pub(super) struct Columns {
    names: Vec<&'static str>,
}

impl Columns {
    /// Reads the header. Every column that is unknown is named, with those that there are.
    pub(super) fn of(header: &StringRecord) -> Result<Self, AppError> {
        let (mut names, mut errors): (Vec<&'static str>, Vec<String>) = (Vec::new(), Vec::new());
        for cell in header {
            let name = plain(cell);
            if name.is_empty() {
                // A spreadsheet's empty column.
                names.push("");
                continue;
            }
            let mut known = COLUMNS.iter().chain(&PASSED_OVER);
            match known.find(|known| **known == name) {
                Some(known) if names.contains(known) => {
                    errors.push(format!("The column “{known}” stands there twice."));
                }
                Some(known) => names.push(known),
                None => errors.push(format!("There is no column “{}”.", shown(cell))),
            }
        }
        if !errors.is_empty() {
            errors.push(format!("There are: {}.", COLUMNS.join(", ")));
        } else if !names.contains(&"email") {
            errors.push(
                "The column “email” is missing. Put the columns' names into the first line.".into(),
            );
        }
        if errors.is_empty() {
            return Ok(Self { names });
        }
        let message = errors.join(" ");
        Err(AppError::invalid(vec![FieldError { field: "csv".into(), message }]))
    }
}

/// A column's name as people write it: "Full name", "E-mail".
fn plain(cell: &str) -> String {
    let name = cell.trim().to_lowercase().replace([' ', '-'], "_");
    if name == "e_mail" { "email".into() } else { name }
}

/// A word of the file, fit to be repeated.
fn shown(text: &str) -> String {
    text.trim().chars().filter(|c| !words::is_deceptive(*c)).take(40).collect()
}

/// One line's cells.
pub(super) struct Cells<'a> {
    columns: &'a Columns,
    record: &'a StringRecord,
}

impl<'a> Cells<'a> {
    pub(super) const fn new(columns: &'a Columns, record: &'a StringRecord) -> Self {
        Self { columns, record }
    }

    /// What stands in a column, if anything does.
    pub(super) fn get(&self, name: &str) -> Option<&'a str> {
        let at = self.columns.names.iter().position(|known| *known == name)?;
        let cell = unguarded(self.record.get(at)?).trim();
        (!cell.is_empty()).then_some(cell)
    }

    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }

    /// The words of a list in a cell.
    fn words(&self, name: &str) -> impl Iterator<Item = &'a str> {
        let is_between = |c: char| matches!(c, ';' | ',' | '|') || c.is_whitespace();
        let cell = self.get(name).unwrap_or_default();
        cell.split(is_between).filter(|word| !word.is_empty())
    }

    /// The line, or everything that is wrong with it.
    pub(super) fn line(&self, number: i64, email: String, key: String) -> Result<Line, String> {
        let mut wrong = Vec::new();
        let has_column =
            |at: usize| self.columns.names.get(at).is_some_and(|name| !name.is_empty());
        let mut cells = self.record.iter().enumerate();
        if cells.any(|(at, cell)| !has_column(at) && !cell.trim().is_empty()) {
            wrong.push("This line has more cells than there are columns.".into());
        }
        if email.is_empty() {
            wrong.push("Enter an e-mail address.".into());
        } else if let Err(error) = words::email(&email, &()) {
            wrong.push(error.message().to_owned());
        } else if key.is_empty() {
            wrong.push("Enter an e-mail address like name@example.com.".into());
        }
        let line = Line {
            number,
            key,
            email,
            full_name: self.text("full_name"),
            names: (self.text("first_name"), self.text("last_name")),
            username: self.text("username"),
            role: kept(&mut wrong, self.role()),
            privileges: kept(&mut wrong, self.privileges()),
            roles: self.words("roles").map(str::to_owned).collect(),
            workspaces: kept(&mut wrong, self.workspaces()),
            projects: kept(&mut wrong, self.projects()),
            teams: self.words("teams").map(str::to_owned).collect(),
            expires_at: kept(&mut wrong, self.expires_at()),
        };
        if wrong.is_empty() { Ok(line) } else { Err(wrong.join(" ")) }
    }

    fn role(&self) -> Result<Option<BaseRole>, String> {
        let Some(word) = self.get("role") else { return Ok(None) };
        let role = BaseRole::parse(&word.to_lowercase());
        role.map(Some).ok_or_else(|| unknown_role(&shown(word)))
    }

    fn privileges(&self) -> Result<Option<Vec<Privilege>>, String> {
        let Some(cell) = self.get("privileges") else { return Ok(None) };
        if cell.eq_ignore_ascii_case("none") {
            return Ok(Some(Vec::new()));
        }
        let parse = |word: &str| {
            let unknown = || {
                let word = shown(word);
                format!("There is no privilege “{word}”. Use assets, tags and users, or none.")
            };
            Privilege::parse(&word.to_lowercase()).ok_or_else(unknown)
        };
        let all: Vec<_> = self.words("privileges").map(parse).collect::<Result<_, _>>()?;
        Ok(Some(Privilege::sorted(&all)))
    }

    /// `design:approver+requester;sales:viewer`.
    fn workspaces(&self) -> Result<Vec<WorkspaceRoles>, String> {
        let mut places: Vec<WorkspaceRoles> = Vec::new();
        for (slug, roles) in self.places("workspaces")? {
            let known = places.iter().position(|place| place.slug == slug);
            let at = known.unwrap_or_else(|| {
                places.push(WorkspaceRoles { slug: slug.to_owned(), roles: Vec::new() });
                places.len() - 1
            });
            let all = &mut places[at].roles;
            for role in roles.split('+').filter(|role| !role.is_empty()) {
                if !all.iter().any(|known| known == role) {
                    all.push(role.to_owned());
                }
            }
        }
        Ok(places)
    }

    /// `website:contributor;shop:reader`.
    fn projects(&self) -> Result<Vec<(String, String)>, String> {
        let mut projects: Vec<(String, String)> = Vec::new();
        for (slug, role) in self.places("projects")? {
            if role.contains('+') || projects.iter().any(|(known, _)| known == slug) {
                return Err(format!(
                    "In the project “{}” there is one role a person.",
                    shown(slug)
                ));
            }
            projects.push((slug.to_owned(), role.to_owned()));
        }
        Ok(projects)
    }

    fn places(&self, column: &str) -> Result<Vec<(&'a str, &'a str)>, String> {
        let pair = |word: &'a str| {
            let pair =
                word.split_once(':').filter(|(slug, roles)| !slug.is_empty() && !roles.is_empty());
            pair.ok_or_else(|| {
                format!("Write {column} as “design:approver”, not “{}”.", shown(word))
            })
        };
        self.words(column).map(pair).collect()
    }

    #[expect(clippy::option_option, reason = "not given, never, or a moment; as in EditMember")]
    fn expires_at(&self) -> Result<Option<Option<Moment>>, String> {
        let Some(cell) = self.get("expires_at") else { return Ok(None) };
        if cell.eq_ignore_ascii_case("never") {
            return Ok(Some(None));
        }
        let moment = Moment::parse_rfc3339(cell);
        let wrong = "Write the end as a time like 2026-12-31T18:00:00Z, or never.";
        moment.map(|moment| Some(Some(moment))).ok_or_else(|| wrong.to_owned())
    }
}

/// What was read; what is wrong goes to the others.
fn kept<T: Default>(wrong: &mut Vec<String>, read: Result<T, String>) -> T {
    read.unwrap_or_else(|message| {
        wrong.push(message);
        T::default()
    })
}
