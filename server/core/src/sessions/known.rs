//! The devices that somebody signed in with: a sign-in with another one is told by mail.
//!
//! # Decision: words and network, no cookie
//! A device is the words for its client and the network that it comes from. That needs nothing on
//! the device, holds for API clients, too, and a browser that forgets its cookies is no news. Who
//! is on the road is told once a network.

use super::device::Device;
use super::entering;
use super::mail::NewDevice;
use crate::changes::Change;
use crate::database::values;
use crate::error::Result;
use crate::mail;
use crate::services::RequestInfo;
use crate::users::recipients::recipient;
use fluxward_domain::ids::AccountId;
use std::net::IpAddr;

/// How long a device that is not used is remembered, in seconds: a year.
const REMEMBERED: i64 = 365 * 86_400;

/// Remembers the device of a sign-in; tells the person when it is new, but not of their first.
pub(super) async fn notice(
    change: &mut Change,
    account: AccountId,
    request: &RequestInfo,
) -> Result<()> {
    let (device, network) = (Device::new(&request.user_agent), network(&request.address));
    let now = change.now();
    let sql = "delete from known_devices where account_id = $1 and seen_at <= $2";
    change.run(sql, values![account, now.plus_seconds(-REMEMBERED)]).await?;
    let sql = "select count(*) from known_devices where account_id = $1";
    let known = change.number(sql, values![account]).await?.unwrap_or_default();
    let sql = "update known_devices set seen_at = $4
        where account_id = $1 and device = $2 and network = $3";
    let row = || values![account, device.as_str(), network.as_str(), now];
    if change.run(sql, row()).await? > 0 {
        return Ok(());
    }
    let sql = "insert into known_devices (account_id, device, network, seen_at)
        values ($1, $2, $3, $4)";
    change.run(sql, row()).await?;
    if known > 0 { tell(change, account, &device, request).await } else { Ok(()) }
}

async fn tell(
    change: &mut Change,
    account: AccountId,
    device: &Device,
    request: &RequestInfo,
) -> Result<()> {
    let Some(to) = recipient(change, account).await? else { return Ok(()) };
    let message = NewDevice {
        at: mail::words(change.now()),
        device: device.as_str().to_owned(),
        address: entering::address(request),
    };
    mail::send(change, to.to(), &message, None).await?;
    Ok(())
}

/// The network of an address, about as wide as one place: IPv4 by /24, IPv6 by /48.
fn network(address: &str) -> String {
    match address.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V4(v4)) => {
            let [a, b, c, _] = v4.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        Ok(IpAddr::V6(v6)) => {
            let [a, b, c, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}::/48")
        }
        Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_about_one_place() {
        assert_eq!(network("192.0.2.17"), "192.0.2.0/24");
        assert_eq!(network("::ffff:192.0.2.17"), "192.0.2.0/24");
        assert_eq!(network("2001:db8:7:1::9"), "2001:db8:7::/48");
        assert_eq!(network("nowhere"), "");
    }
}
