//! Configuration: every setting is a flag and a variable of the environment, read once.

use crate::error::{Error, Result};
use clap::Args;
use fluxward_core::mail;
use fluxward_domain::mail::MailSettings;
use ipnet::IpNet;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::path::PathBuf;
use std::str::FromStr;

/// Where things are and how this process is reached.
#[derive(Args, Clone)]
pub struct Config {
    /// The database: `sqlite://path/to/file.db` or `postgres://user@host/name`
    #[arg(
        long,
        env = "FLUXWARD_DATABASE_URL",
        value_name = "URL",
        default_value = "sqlite://data/fluxward.db",
        hide_env_values = true,
        global = true
    )]
    pub database_url: String,

    /// The key file; made at the first start, must be kept with every backup [default: beside the database]
    #[arg(long, env = "FLUXWARD_KEY_FILE", value_name = "FILE", global = true)]
    pub key_file: Option<PathBuf>,

    /// The address to serve at
    #[arg(
        long,
        env = "FLUXWARD_LISTEN",
        value_name = "ADDRESS",
        default_value = "127.0.0.1:3000",
        global = true
    )]
    pub listen: String,

    /// The address that people use, e.g. `https://console.example.org` [default: http:// and the address served at]
    #[arg(long, env = "FLUXWARD_PUBLIC_URL", value_name = "URL", global = true)]
    pub public_url: Option<String>,

    /// Proxies whose X-Forwarded-For counts: addresses or networks, e.g. 127.0.0.1,10.0.0.0/8
    #[arg(
        long,
        env = "FLUXWARD_TRUSTED_PROXIES",
        value_name = "NETWORKS",
        default_value = "",
        hide_default_value = true,
        global = true
    )]
    pub trusted_proxies: Networks,

    /// What is logged: error, warn, info, debug, or filters such as `info,fluxward_core=debug`
    #[arg(
        long,
        env = "FLUXWARD_LOG",
        value_name = "FILTER",
        default_value = "info",
        global = true
    )]
    pub log: String,

    /// The mail server: smtp://host:port (plain), smtp://host:port?tls=required (STARTTLS or
    /// nothing), smtps://host:port; user:password@ before the host where it asks for them
    #[arg(
        long,
        env = "FLUXWARD_SMTP_URL",
        value_name = "URL",
        hide_env_values = true,
        global = true
    )]
    pub smtp_url: Option<String>,

    /// The sender of mails: an address, or a name and the address in <angle brackets>
    #[arg(long, env = "FLUXWARD_MAIL_FROM", value_name = "SENDER", global = true)]
    pub mail_from: Option<String>,

    /// Serve the site from this folder instead of the one inside the binary
    #[arg(long, env = "FLUXWARD_SITE_DIR", value_name = "FOLDER", global = true)]
    pub site_dir: Option<PathBuf>,
}

impl Config {
    /// The file of an SQLite database; `None` for PostgreSQL.
    pub fn sqlite_file(&self) -> Option<PathBuf> {
        let rest = self.database_url.strip_prefix("sqlite:")?;
        let path = rest.strip_prefix("//").unwrap_or(rest);
        let path = path.split('?').next().unwrap_or(path);
        Some(PathBuf::from(path))
    }

    /// Where the key file lies: beside the database, `data/` for a database elsewhere.
    pub fn key_file(&self) -> PathBuf {
        let beside = || match self.sqlite_file() {
            Some(database) => database.with_extension("key"),
            None => PathBuf::from("data/fluxward.key"),
        };
        let given = self.key_file.clone();
        given.filter(|path| !path.as_os_str().is_empty()).unwrap_or_else(beside)
    }

    /// The mail server, as far as it is given here.
    pub fn mail(&self) -> Result<MailSettings> {
        let given = |value: &Option<String>| value.clone().filter(|value| !value.is_empty());
        let mail = MailSettings {
            smtp_url: given(&self.smtp_url),
            from: given(&self.mail_from),
            ..MailSettings::default()
        };
        match mail::problems(&mail).into_iter().next() {
            Some(problem) if problem.field == "mail.from" => Err(Error::MailFrom(problem.message)),
            Some(problem) => Err(Error::SmtpUrl(problem.message)),
            None => Ok(mail),
        }
    }

    /// The address to listen at.
    pub fn listen(&self) -> Result<SocketAddr> {
        let found = self.listen.to_socket_addrs().ok();
        found
            .and_then(|mut addresses| addresses.next())
            .ok_or_else(|| Error::Listen(self.listen.clone()))
    }

    /// The address that people use, without a slash at the end: the configured one, or the one
    /// served at.
    pub fn public_url(&self, serving: SocketAddr) -> Result<String> {
        let Some(url) = self.public_url.as_deref().filter(|url| !url.is_empty()) else {
            return Ok(format!("http://{}", reachable(serving)));
        };
        let plain = url.trim_end_matches('/').to_ascii_lowercase();
        let host = plain.strip_prefix("https://").or_else(|| plain.strip_prefix("http://"));
        let is_origin = |host: &str| {
            host.parse::<http::uri::Authority>()
                .is_ok_and(|host| !host.as_str().contains('@') && !host.host().is_empty())
        };
        if !host.is_some_and(is_origin) {
            return Err(Error::PublicUrl(url.to_owned()));
        }
        Ok(without_default_port(plain))
    }
}

/// Browsers leave the default port out of an origin; so do we.
fn without_default_port(origin: String) -> String {
    let (scheme, port) = match origin.strip_prefix("https") {
        Some(_) => ("https", ":443"),
        None => ("http", ":80"),
    };
    match origin.strip_suffix(port) {
        Some(shorter) if shorter.len() > scheme.len() => shorter.to_owned(),
        _ => origin,
    }
}

/// An address that a browser on this machine can open: not "everywhere".
fn reachable(mut serving: SocketAddr) -> SocketAddr {
    if serving.ip().is_unspecified() {
        serving.set_ip(IpAddr::from([127, 0, 0, 1]));
    }
    serving
}

/// Networks, written with commas between them.
#[derive(Clone, Debug, Default)]
pub struct Networks(pub Vec<IpNet>);

impl FromStr for Networks {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let given = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        let network =
            |part: &str| part.parse().or_else(|_| part.parse::<IpAddr>().map(IpNet::from));
        given
            .map(network)
            .collect::<Result<_, _>>()
            .map(Self)
            .map_err(|_| "give addresses or networks, e.g. 127.0.0.1,10.0.0.0/8")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Only {
        #[command(flatten)]
        config: Config,
    }

    fn config(flags: &[&str]) -> Config {
        Only::parse_from([&["fluxward"], flags].concat()).config
    }

    fn public(url: &str) -> Option<String> {
        let serving = "0.0.0.0:3000".parse().unwrap();
        config(&["--public-url", url]).public_url(serving).ok()
    }

    #[test]
    fn the_public_address_is_an_origin() {
        for (given, kept) in [
            ("", "http://127.0.0.1:3000"),
            ("https://Console.example.org/", "https://console.example.org"),
            ("https://console.example.org:443", "https://console.example.org"),
            ("http://localhost:8080", "http://localhost:8080"),
        ] {
            assert_eq!(public(given).as_deref(), Some(kept), "{given}");
        }
        for wrong in
            ["console.example.org", "ftp://a.example", "https://a/b", "https://u@a", "https://"]
        {
            assert_eq!(public(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_key_file_lies_beside_the_database() {
        let key = |url| config(&["--database-url", url]).key_file();
        assert_eq!(key("sqlite://data/fluxward.db"), PathBuf::from("data/fluxward.key"));
        assert_eq!(key("sqlite:///srv/f.db?mode=rwc"), PathBuf::from("/srv/f.key"));
        assert_eq!(key("postgres://a@b/c"), PathBuf::from("data/fluxward.key"));
    }

    #[test]
    fn a_trusted_proxy_is_an_address_or_a_network() {
        let Networks(trusted) = "127.0.0.1, 10.0.0.0/8".parse().unwrap();
        assert!(trusted[1].contains(&"10.2.3.4".parse::<IpAddr>().unwrap()));
        assert_eq!(trusted[0].to_string(), "127.0.0.1/32");
        assert!("".parse::<Networks>().unwrap().0.is_empty());
        assert!("proxy.example".parse::<Networks>().is_err());
    }
}
