use super::*;
#[test]
fn addresses_that_mail_can_reach_pass_and_others_do_not() {
    for fine in ["a@b.example", "first.last+tag@mail.example", "ü@bücher.example", " a@b.example "]
    {
        assert!(email(fine, &()).is_ok(), "{fine}");
    }
    for wrong in [
        "",
        "a",
        "a@",
        "@b.example",
        "a@b@c.example",
        "a b@c.example",
        "a@-b.example",
        "a..b@c.example",
        "a@b.example,c@d.example",
        "a\u{200b}@b.example",
    ] {
        assert!(email(wrong, &()).is_err(), "{wrong}");
    }
}

#[test]
fn a_username_is_never_shaped_like_an_address() {
    assert!(username("a@b.example", &()).is_err());
    assert!(username("jo.smith-2", &()).is_ok());
    assert!(username(".jo", &()).is_err());
}

#[test]
fn names_hide_nothing() {
    for wrong in ["", "   ", "a\u{202e}b", "a\u{200b}b", "a\nb"] {
        assert!(name(wrong, &()).is_err(), "{wrong:?}");
    }
    assert!(name("Zoë O’Neill", &()).is_ok());
}

#[test]
fn a_slug_is_made_from_a_name() {
    assert_eq!(slug_from("  Acme — Europe! "), "acme-europe");
    assert!(slug(&slug_from("Acme Europe"), &()).is_ok());
}
