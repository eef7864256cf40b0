//! The tile scheme: `tiles://localhost/<plane>/<layer>/<z>/<x>/<y>?r=<revision>` answers with the bytes of a vector tile.
//!
//! Why a scheme and not a command: raw bytes, no JSON, and the browser aborts what has scrolled out of sight.

use std::sync::Arc;

use sanxian_project::desk::Desk;
use sanxian_project::lang::Lang;
use sanxian_project::view::{Failure, FailureCode};
use tauri::http::{Method, Request, Response, StatusCode, Uri, header};
use tauri::{Manager, UriSchemeContext, UriSchemeResponder, Wry};

/// The scheme's name.
pub(crate) const SCHEME: &str = "tiles";

/// Deepest zoom that an address may name; the desk knows how many it has.
const DEEPEST: u8 = 31;

/// Answers a request on the runtime's threads: the handler itself is called on the window's own thread.
pub(crate) fn answer(context: UriSchemeContext<'_, Wry>, request: Request<Vec<u8>>, responder: UriSchemeResponder) {
    let Some(desk) = context.app_handle().try_state::<Arc<Desk>>().map(|desk| Arc::clone(&desk)) else {
        return responder.respond(refuse(StatusCode::SERVICE_UNAVAILABLE, "the window is not ready"));
    };
    tauri::async_runtime::spawn(async move { responder.respond(tile(&desk, &request).await) });
}

async fn tile(desk: &Desk, request: &Request<Vec<u8>>) -> Response<Vec<u8>> {
    if request.method() != Method::GET {
        return refuse(StatusCode::METHOD_NOT_ALLOWED, "tiles can only be read");
    }
    let Some(Address { plane, layer, z, x, y }) = Address::parse(request.uri()) else {
        return refuse(StatusCode::BAD_REQUEST, "not the address of a tile");
    };
    match desk.tile(plane, layer, z, x, y).await {
        Ok(bytes) if bytes.is_empty() => response(StatusCode::NO_CONTENT, "application/vnd.mapbox-vector-tile", bytes),
        Ok(bytes) => response(StatusCode::OK, "application/vnd.mapbox-vector-tile", bytes),
        Err(failure) => refuse(status_of(&failure), failure.message.get(Lang::En)),
    }
}

fn status_of(failure: &Failure) -> StatusCode {
    match failure.code {
        FailureCode::NoProject | FailureCode::Missing => StatusCode::NOT_FOUND,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn refuse(status: StatusCode, words: &str) -> Response<Vec<u8>> {
    response(status, "text/plain; charset=utf-8", words.as_bytes().to_vec())
}

fn response(status: StatusCode, kind: &'static str, bytes: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = Response::new(bytes);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static(kind));
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, header::HeaderValue::from_static(PAGE));
    // The map keeps tiles itself, by revision; a second copy outside would outlive the project.
    headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    response
}

/// Where the page comes from: nobody else may read tiles.
const PAGE: &str = if cfg!(windows) { "http://tauri.localhost" } else { "tauri://localhost" };

/// Which tile.
#[derive(Debug, PartialEq, Eq)]
struct Address<'a> {
    plane: &'a str,
    layer: &'a str,
    z: u8,
    x: u32,
    y: u32,
}

impl<'a> Address<'a> {
    fn parse(uri: &'a Uri) -> Option<Self> {
        if let Some(query) = uri.query() {
            number::<u64>(query.strip_prefix("r=")?)?;
        }
        let mut parts = uri.path().strip_prefix('/')?.split('/');
        let plane = word(parts.next()?)?;
        let layer = word(parts.next()?)?;
        let z = number(parts.next()?).filter(|z| *z <= DEEPEST)?;
        let side = 1_u64 << z;
        let mut place = || number(parts.next()?).filter(|place| u64::from(*place) < side);
        let address = Self { plane, layer, z, x: place()?, y: place()? };
        parts.next().is_none().then_some(address)
    }
}

/// A plane's or layer's id: small letters, digits and `_`; so nothing in it needs decoding.
fn word(text: &str) -> Option<&str> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    (1..=64).contains(&text.len()).then_some(text).filter(|text| text.bytes().all(plain))
}

/// Digits only: no sign, no leading zero.
fn number<T: std::str::FromStr>(text: &str) -> Option<T> {
    let plain = text == "0" || (!text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit()));
    plain.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parses(address: &str) -> bool {
        Address::parse(&address.parse().expect("an address")).is_some()
    }

    #[test]
    fn an_address_names_plane_layer_and_place() {
        let uri: Uri = "tiles://localhost/gk120/basic_farmland/3/7/0?r=12".parse().expect("an address");
        let expected = Address { plane: "gk120", layer: "basic_farmland", z: 3, x: 7, y: 0 };
        assert_eq!(Address::parse(&uri), Some(expected));
        assert!(parses("http://tiles.localhost/mercator/findings/0/0/0"));
    }

    #[test]
    fn anything_else_is_no_address() {
        for address in [
            "tiles://localhost/",
            "tiles://localhost/gk120/towns/3/7",
            "tiles://localhost/gk120/towns/3/7/0/0",
            "tiles://localhost/gk120/towns/3/7/0/",
            "tiles://localhost//towns/3/7/0",
            "tiles://localhost/../towns/3/7/0",
            "tiles://localhost/gk120/to%2Fwns/3/7/0",
            "tiles://localhost/GK120/towns/3/7/0",
            "tiles://localhost/gk120/towns/3/8/0",
            "tiles://localhost/gk120/towns/32/0/0",
            "tiles://localhost/gk120/towns/3/+7/0",
            "tiles://localhost/gk120/towns/3/07/0",
            "tiles://localhost/gk120/towns/3/-1/0",
            "tiles://localhost/gk120/towns/3/7/0?x=1",
            "tiles://localhost/gk120/towns/3/7/0?r=1&r=2",
            "tiles://localhost/gk120/towns/3/7/99999999999",
        ] {
            assert!(!parses(address), "{address}");
        }
    }
}
