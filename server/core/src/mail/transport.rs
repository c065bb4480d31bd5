//! The conversation with the mail server (RFC 5321), and what its refusals mean.

use super::messages::Rendered;
use crate::services::Services;
use fluxward_domain::mail::{HIDDEN, MailSettings};
use fluxward_domain::{FieldError, Moment};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::AsyncSmtpTransportBuilder;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::time::{Duration, SystemTime};
use uuid::Uuid;

type Transport = AsyncSmtpTransport<Tokio1Executor>;

/// How long the server may take for one answer.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long the whole conversation may take. A claim on a mail lasts longer than that.
const CONVERSATION: Duration = Duration::from_mins(2);
/// Longest refusal that is kept, in characters.
const WORDS_MAX: usize = 500;

/// A mail that is handed to the server.
pub(super) struct Letter<'a> {
    /// The same at every attempt, so that a mail that comes twice is recognised as one.
    pub(super) id: Uuid,
    pub(super) to: &'a str,
    pub(super) name: &'a str,
    pub(super) at: Moment,
    pub(super) rendered: &'a Rendered,
}

/// Why a mail was not delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refused {
    /// Whether trying again cannot help.
    pub(super) is_final: bool,
    /// What happened, in the server's own words where it had any.
    pub(super) words: String,
}

impl Refused {
    fn for_good(words: impl Into<String>) -> Self {
        Self { is_final: true, words: words.into() }
    }
}

/// Every problem of the server's address and of the sender.
pub(super) fn problems(settings: &MailSettings) -> Vec<FieldError> {
    let mut found = Vec::new();
    let mut say = |field: &str, message: &str| {
        found.push(FieldError { field: field.into(), message: message.into() });
    };
    if let Some(url) = &settings.smtp_url {
        if url.contains(HIDDEN) {
            say(
                "mail.smtp_url",
                "Enter the password again: it is kept for the same user and server only.",
            );
        } else if builder(url).is_none() {
            say(
                "mail.smtp_url",
                "Enter smtp://host:port, smtp://host:port?tls=required or smtps://host:port, with user:password@ before the host if needed.",
            );
        }
    }
    if settings.from.as_ref().is_some_and(|from| from.parse::<Mailbox>().is_err()) {
        say("mail.from", "Enter an address, or a name and the address in <angle brackets>.");
    }
    found
}

fn builder(url: &str) -> Option<AsyncSmtpTransportBuilder> {
    let (scheme, rest) = url.split_once("://")?;
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let is_known = matches!((scheme, query), ("smtp", "" | "tls=required") | ("smtps", ""));
    let has_host = place.rsplit('@').next().is_some_and(|host| !host.trim_matches('/').is_empty());
    if !is_known || !has_host || url.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return None;
    }
    Transport::from_url(url).ok()
}

/// Hands the letter to the server; answers the server's own words.
pub(super) async fn deliver(
    s: &Services,
    server: &MailSettings,
    letter: Letter<'_>,
) -> Result<String, Refused> {
    let message = message(s, server, &letter)?;
    let url = server.smtp_url.as_deref().unwrap_or_default();
    let builder = builder(url).ok_or_else(|| {
        Refused::for_good("The address of the mail server cannot be read. Mend it in the settings.")
    })?;
    let transport = builder.timeout(Some(PATIENCE)).build();
    let sent = tokio::time::timeout(CONVERSATION, transport.send(message)).await;
    let answer = match sent {
        Ok(Ok(response)) => {
            let lines = response.message().collect::<Vec<_>>().join(" ");
            return Ok(shortened(&format!("{} {lines}", response.code())));
        }
        Ok(Err(error)) => error,
        Err(_) => {
            let words = "The mail server did not answer in time.".to_owned();
            return Err(Refused { is_final: false, words });
        }
    };
    Err(refused(&answer))
}

fn refused(error: &lettre::transport::smtp::Error) -> Refused {
    let source = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    let words = match error.status() {
        Some(code) => format!("The mail server says: {code} {source}"),
        None if error.is_tls() || error.is_client() => {
            format!("No secure connection to the mail server: {error}")
        }
        None if error.is_timeout() => format!("The mail server did not answer in time: {error}"),
        None => format!("The connection to the mail server failed: {error}"),
    };
    Refused { is_final: error.is_permanent(), words: shortened(&words) }
}

fn shortened(words: &str) -> String {
    let plain = words.chars().map(|c| if c.is_control() { ' ' } else { c });
    plain.take(WORDS_MAX).collect()
}

fn message(s: &Services, server: &MailSettings, letter: &Letter<'_>) -> Result<Message, Refused> {
    let address: Address = letter.to.parse().map_err(|_| {
        Refused::for_good("The address is none that mail can be sent to. Correct it.")
    })?;
    let name = Some(letter.name.to_owned()).filter(|name| !name.is_empty());
    let micros = u64::try_from(letter.at.0).unwrap_or_default();
    let host = host(&s.surroundings.public_url);
    Message::builder()
        .from(sender(server, host)?)
        .to(Mailbox::new(name, address))
        .date(SystemTime::UNIX_EPOCH + Duration::from_micros(micros))
        .message_id(Some(format!("<{}@{}>", letter.id, mail_host(host))))
        .subject(letter.rendered.subject.clone())
        .multipart(MultiPart::alternative_plain_html(
            letter.rendered.text.clone(),
            letter.rendered.html.clone(),
        ))
        .map_err(|error| Refused::for_good(format!("The mail cannot be written: {error}")))
}

fn sender(server: &MailSettings, host: &str) -> Result<Mailbox, Refused> {
    let default = || format!("Fluxward <fluxward@{}>", mail_host(host));
    let from = server.from.clone().unwrap_or_else(default);
    from.parse()
        .map_err(|_| Refused::for_good("The sender cannot be read. Mend it in the settings."))
}

/// The host of an address of ours, without the port.
fn host(public_url: &str) -> &str {
    let rest = public_url.split_once("://").map_or(public_url, |(_, rest)| rest);
    let host = rest.split('/').next().unwrap_or(rest);
    match host.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => host,
        _ => host,
    }
}

/// A host that can stand behind an `@`: an address in numbers cannot.
fn mail_host(host: &str) -> &str {
    let is_number = host.starts_with('[') || host.parse::<std::net::IpAddr>().is_ok();
    if is_number || host.is_empty() { "localhost" } else { host }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(smtp_url: &str, from: &str) -> Vec<String> {
        let settings = MailSettings {
            smtp_url: Some(smtp_url.into()),
            from: Some(from.into()),
            ..MailSettings::default()
        };
        problems(&settings).into_iter().map(|problem| problem.field).collect()
    }

    #[test]
    fn an_address_that_no_mail_can_go_through_is_refused() {
        let from = "Fluxward <no-reply@mail.example>";
        for url in [
            "smtp://mail.example",
            "smtp://u:p@mail.example:2525?tls=required",
            "smtps://mail.example",
        ] {
            assert!(complaints(url, from).is_empty(), "{url}");
        }
        for url in [
            "",
            "mail.example:25",
            "http://mail.example",
            "smtp://",
            "smtp://u:p@",
            "smtp://h?tls=maybe",
            "smtps://h?tls=required",
            "smtp://h\n",
            "smtp://u:•••@h",
        ] {
            assert_eq!(complaints(url, from), ["mail.smtp_url"], "{url:?}");
        }
        assert_eq!(complaints("smtp://h", "nobody"), ["mail.from"]);
    }

    #[test]
    fn mails_come_from_the_host_that_people_use() {
        assert_eq!(mail_host(host("https://console.example:8443")), "console.example");
        assert_eq!(mail_host(host("http://127.0.0.1:3000")), "localhost");
        assert_eq!(mail_host(host("http://[::1]:3000")), "localhost");
    }
}
