//! A mail server for tests: it speaks enough of RFC 5321 to be talked to, and misbehaves as told.

use std::sync::{Arc, Mutex, PoisonError};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What the server does with the next mails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Manner {
    /// Takes them.
    #[default]
    Takes,
    /// Answers every recipient with this line.
    Refuses(&'static str),
    /// Takes the mail and drops the connection before it says so.
    DropsAfterData,
    /// Says nothing at all.
    Stalls,
}

/// A mail that was taken.
#[derive(Clone, Debug)]
pub struct Received {
    /// The address that the mail was for.
    pub to: String,
    /// Headers and body, as they came.
    pub raw: String,
}

impl Received {
    /// The value of a header, unfolded.
    pub fn header(&self, name: &str) -> String {
        let head = self.raw.split("\r\n\r\n").next().unwrap_or_default().replace("\r\n ", " ");
        let prefix = format!("{name}: ");
        head.lines().find_map(|line| line.strip_prefix(&prefix)).unwrap_or_default().to_owned()
    }

    /// The mail without the soft line breaks and escapes of quoted-printable (RFC 2045 §6.7).
    pub fn text(&self) -> String {
        self.raw.replace("=\r\n", "").replace("=3D", "=")
    }

    /// The token of the first link whose path begins with `/{page}/`.
    pub fn token(&self, page: &str) -> String {
        let text = self.text();
        let (_, rest) = text.split_once(&format!("/{page}/")).expect("a link in the mail");
        rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_')
            .next()
            .unwrap_or_default()
            .to_owned()
    }
}

#[derive(Default)]
struct State {
    manner: Manner,
    received: Vec<Received>,
}

/// A running mail server.
pub struct Smtp {
    /// Its address for the settings.
    pub url: String,
    state: Arc<Mutex<State>>,
    accepting: JoinHandle<()>,
}

impl Drop for Smtp {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl Smtp {
    /// A server on a free port of the loopback address.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let state = Arc::<Mutex<State>>::default();
        let shared = Arc::clone(&state);
        let accepting = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream, Arc::clone(&shared)));
            }
        });
        Self { url: format!("smtp://{address}"), state, accepting }
    }

    /// Behaves like this from now on.
    pub fn behave(&self, manner: Manner) {
        lock(&self.state).manner = manner;
    }

    /// The mails that were taken, the oldest first.
    pub fn received(&self) -> Vec<Received> {
        lock(&self.state).received.clone()
    }
}

fn lock(state: &Mutex<State>) -> std::sync::MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn talk(stream: TcpStream, state: Arc<Mutex<State>>) -> Option<()> {
    let manner = lock(&state).manner;
    let mut stream = BufReader::new(stream);
    if manner == Manner::Stalls {
        let mut line = String::new();
        // Until the other side gives up.
        while stream.read_line(&mut line).await.is_ok_and(|read| read > 0) {}
        return None;
    }
    stream.write_all(b"220 test ESMTP\r\n").await.ok()?;
    let mut to = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        let answer = match (verb.as_str(), manner) {
            ("EHLO" | "HELO", _) => "250 test",
            ("RCPT", Manner::Refuses(answer)) => answer,
            ("RCPT", _) => {
                line.split(['<', '>']).nth(1).unwrap_or_default().clone_into(&mut to);
                "250 2.1.5 Ok"
            }
            ("DATA", _) => {
                stream.write_all(b"354 Go ahead\r\n").await.ok()?;
                let raw = data(&mut stream).await?;
                lock(&state).received.push(Received { to: to.clone(), raw });
                if manner == Manner::DropsAfterData {
                    return None;
                }
                "250 2.0.0 Ok: queued as 1"
            }
            ("QUIT", _) => {
                stream.write_all(b"221 Bye\r\n").await.ok()?;
                return None;
            }
            _ => "250 2.0.0 Ok",
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await.ok()?;
    }
}

/// Everything up to the lone dot.
async fn data(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut raw = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        if line == ".\r\n" {
            return Some(raw);
        }
        raw.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}
