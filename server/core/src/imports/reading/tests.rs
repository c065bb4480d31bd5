//! Files as spreadsheets and people write them.

use super::*;
use std::fmt::Write as _;

fn lines(text: &str) -> Vec<Result<Line, Wrong>> {
    read(text.as_bytes()).expect("a table")
}

#[track_caller]
fn first(text: &str) -> Line {
    lines(text).remove(0).expect("a line")
}

/// The number and the message of every line that is wrong.
fn wrong(text: &str) -> Vec<(i64, String)> {
    lines(text).into_iter().filter_map(Result::err).map(|it| (it.number, it.message)).collect()
}

#[track_caller]
fn refused(bytes: &[u8]) -> String {
    read(bytes).expect_err("refused").detail
}

#[test]
fn columns_stand_in_any_order_and_in_any_case() {
    let text = "Role,E-mail,Full name,privileges,workspaces,projects,roles,teams,expires_at\r\n\
        admin,ada@x.example,\"Lovelace, Ada\",tags;assets,design:approver+requester;sales:viewer,web:reader,auditor,crew one,2026-12-31T18:00:00Z\r\n";
    let line = first(text);
    assert_eq!((line.number, line.email.as_str()), (2, "ada@x.example"));
    assert_eq!(line.full_name.as_deref(), Some("Lovelace, Ada"));
    assert_eq!(line.role, Some(BaseRole::Admin));
    assert_eq!(line.privileges, Some(vec![Privilege::Assets, Privilege::Tags]));
    assert_eq!(line.workspaces[0].roles, ["approver", "requester"]);
    assert_eq!(line.workspaces[1].slug, "sales");
    assert_eq!(line.projects, [("web".to_owned(), "reader".to_owned())]);
    assert_eq!(line.teams, ["crew", "one"]);
    assert_eq!(line.expires_at, Some(Moment::parse_rfc3339("2026-12-31T18:00:00Z")));
}

#[test]
fn semicolons_and_tabs_separate_too_and_a_mark_in_front_is_passed_over() {
    for text in [
        "\u{FEFF}email;privileges;role\nada@x.example;\"tags;users\";Viewer\n",
        "email\tprivileges\trole\nada@x.example\ttags;users\tViewer\n",
    ] {
        let line = first(text);
        assert_eq!(line.role, Some(BaseRole::Viewer), "{text}");
        assert_eq!(line.privileges, Some(vec![Privilege::Tags, Privilege::Users]), "{text}");
    }
}

#[test]
fn what_is_left_out_says_nothing_and_none_and_never_say_something() {
    let plain = first("email\nada@x.example");
    assert_eq!((plain.role, plain.privileges, plain.expires_at), (None, None, None));
    let said = first("email,privileges,expires_at\nada@x.example,none,never");
    assert_eq!((said.privileges, said.expires_at), (Some(Vec::new()), Some(None)));
}

#[test]
fn every_wrong_line_is_named_by_its_number_in_the_file() {
    let text = "email,role,workspaces\r\n\r\nada@x.example,king,design\r\n,,\r\nno address,,\r\n\
        \"b@x.example\",\"\",\"\nb:c\"\r\nADA@x.example,,\r\nc@x.example,,,,more\r\n";
    let told = wrong(text);
    let numbers: Vec<_> = told.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, [3, 5, 8, 9], "{told:?}");
    assert!(told[0].1.contains("no role “king”") && told[0].1.contains("Write workspaces as"));
    assert!(told[1].1.contains("Enter an e-mail address"));
    assert_eq!(told[2].1, "This address stands in line 3 already.");
    assert!(told[3].1.contains("more cells"), "{told:?}");
}

#[test]
fn an_unknown_column_is_named_with_those_that_there_are() {
    let told = refused(b"email,shoe size,email\n");
    assert!(told.contains("“shoe size”") && told.contains("twice"), "{told}");
    assert!(told.contains("email, full_name, first_name"), "{told}");
    assert!(refused(b"role\nadmin\n").contains("“email” is missing"));
}

#[test]
fn what_is_no_utf_8_is_refused_with_what_to_do() {
    let wide: Vec<u8> = "email\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [
        wide.as_slice(),
        b"\xFF\xFEe\0",
        b"email\na\xE4@x.example\n",
        "email\na\u{FFFD}".as_bytes(),
    ] {
        assert!(refused(bytes).contains("CSV UTF-8"), "{bytes:?}");
    }
    assert!(refused(b"email\na\xE4@x.example\n").contains("Line 2"));
    assert!(refused(b"").contains("nobody"));
    assert!(refused(b"email\n\n").contains("nobody"));
}

#[test]
fn a_quotation_mark_that_is_not_closed_is_one_wrong_line() {
    let text = format!("email,full_name\na@x.example,\"A\n{}", "b@x.example,B\n".repeat(2000));
    let told = wrong(&text);
    assert_eq!((told.len(), told[0].0), (1, 2));
    assert!(told[0].1.contains("quotation mark"), "{told:?}");
}

#[test]
fn an_apostrophe_before_a_formula_is_taken_away_again() {
    let line = first("email,full_name\n'+a@x.example,'=Ada");
    assert_eq!((line.email.as_str(), line.full_name.as_deref()), ("+a@x.example", Some("=Ada")));
}

#[test]
fn more_lines_than_there_may_be_are_refused() {
    let mut text = String::from("email\n");
    for n in 0..=LINES_MAX {
        let _ = writeln!(text, "p{n}@x.example");
    }
    assert!(refused(text.as_bytes()).contains("at most 5,000"));
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
        let _ = read(&[b"email,role,workspaces\n".as_slice(), &bytes].concat());
        let _ = read(&bytes);
    }
}
