//! The door to axum: who may come in, and what goes out.
//!
//! The site that is being written is nobody else's business: a page of another site that a browser has open beside must
//! neither read it nor be told of changes. So the `Host` is checked (else a name that is made to point here could read all),
//! and so is `Origin`; no header lets others in, and nothing but reading is possible.

use std::convert::Infallible;
use std::future::IntoFuture as _;
use std::net::TcpListener;
use std::pin::pin;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::future::{Either, select};
use futures_util::stream;
use serde_json::json;

use super::Bar;
use super::desk::{self, Current, Desk, Trouble};
use super::page::{self, Html};
use super::search;
use super::stage::{Answer, Answered, Wants};
use super::studio::{self, Studio};
use super::view::View;
use crate::error::Error;

/// What every answer is made with.
#[derive(Clone)]
struct House {
    desk: Arc<Desk>,
    studio: Arc<Studio>,
    bar: Bar,
}

/// Answers until the program is ended.
pub(super) fn serve(listener: TcpListener, desk: Arc<Desk>, studio: Studio, bar: Bar) -> Result<(), Error> {
    let stopped = |error: std::io::Error| Error::refused(format!("the server stopped: {error}"), "start it again");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(stopped)?;
    let house = House { desk, studio: Arc::new(studio), bar };
    let router = Router::new()
        .route("/_hub/events", get(events))
        .route("/_hub", get(studio_home))
        .route("/_hub/", get(studio_page))
        .route("/_hub/{name}", get(own))
        .route("/_hub/{name}/{*rest}", get(studio_page))
        .route("/_hub/{name}/", get(studio_page))
        .fallback(get(site))
        .layer(middleware::from_fn_with_state(house.clone(), guard))
        .with_state(house);
    let ended = runtime.block_on(async {
        listener.set_nonblocking(true).map_err(stopped)?;
        let listener = tokio::net::TcpListener::from_std(listener).map_err(stopped)?;
        let served = pin!(axum::serve(listener, router).into_future());
        match select(served, pin!(tokio::signal::ctrl_c())).await {
            Either::Left((served, _)) => served.map_err(stopped),
            // Whoever listens for changes or waits for an index is not waited for.
            Either::Right(_) => Ok(()),
        }
    });
    runtime.shutdown_background();
    ended
}

/// Turns away what is no plain request of this machine's browser for this server.
async fn guard(State(house): State<House>, request: Request, next: Next) -> Response {
    let refused = match refusal(&request, house.desk.origin()) {
        Some((status, words)) => (status, words).into_response(),
        None => next.run(request).await,
    };
    sealed(refused)
}

fn refusal(request: &Request, origin: &str) -> Option<(StatusCode, &'static str)> {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return Some((StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD are answered here\n"));
    }
    let named = |name| request.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let own = origin.strip_prefix("http://").unwrap_or(origin);
    let host = named(header::HOST).unwrap_or_default();
    if !is_own_host(host, own) {
        return Some((StatusCode::FORBIDDEN, "this server answers only by its own address\n"));
    }
    let foreign = named(header::ORIGIN).is_some_and(|from| from != format!("http://{host}"));
    let crossed = request.headers().get("sec-fetch-site").is_some_and(|site| site == "cross-site");
    let is_page = request.headers().get("sec-fetch-mode").is_some_and(|mode| mode == "navigate");
    (foreign || (crossed && !is_page)).then_some((StatusCode::FORBIDDEN, "no other site may read this one\n"))
}

/// Whether a `Host` is the address that is listened on, or a name of this machine with the same port.
fn is_own_host(host: &str, own: &str) -> bool {
    let (Some((name, port)), Some((_, own_port))) = (host.rsplit_once(':'), own.rsplit_once(':')) else { return false };
    port == own_port && (host == own || ["localhost", "127.0.0.1", "[::1]"].contains(&name))
}

/// What holds for every answer: nothing is kept, guessed or lent.
fn sealed(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    response
}

/// Pages and files of the site.
async fn site(State(house): State<House>, request: Request) -> Response {
    let current = house.desk.current();
    let view = view(&house.desk, &request);
    if let Some(file) = search::within(&current, request.uri().path()) {
        return found(&house, &current, &view, file).await;
    }
    let answered = match ask(&current, &view, (request.uri().path(), Wants::Page)).await {
        Ok(answered) => answered,
        Err(html) => return broken(&html, &current, house.bar),
    };
    let headers = Arc::clone(&answered.headers);
    let (number, bar) = (current.number, house.bar);
    let html =
        |html: Html, status| (status, typed("text/html; charset=utf-8"), html.with_script(number, bar)).into_response();
    let mut response = match answered.answer {
        Answer::Page(page) => html(page, StatusCode::OK),
        Answer::Missing(page) => html(page, StatusCode::NOT_FOUND),
        Answer::Bytes(bytes, kind) => (typed(&kind), bytes).into_response(),
        Answer::File(path, kind) => file(&path, &kind, request.headers()).await,
        Answer::Moved(to) => moved(&to, request.uri().query()),
        Answer::Broken(drawn) => return broken(&page::trouble("This page can't be made yet", &drawn), &current, bar),
    };
    for (name, value) in headers.iter() {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), value.parse::<HeaderValue>()) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// A file of the search index.
async fn found(house: &House, current: &Current, view: &View, file: &str) -> Response {
    let (desk, current, view, file) = (Arc::clone(&house.desk), current.clone(), view.clone(), file.to_owned());
    let kind = page::media_type(&file);
    let made = tokio::task::spawn_blocking(move || desk.search_file((&current, &view), &file)).await;
    match made {
        Ok(Ok(Some(bytes))) => (typed(kind), bytes).into_response(),
        Ok(Ok(None)) => (StatusCode::NOT_FOUND, "the search index has no such file\n").into_response(),
        Ok(Err(error)) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{error}\n")).into_response(),
        Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, "hub met a mistake of its own\n").into_response(),
    }
}

/// What stands on a path of a view, or a page that says why nothing does.
async fn ask(current: &Current, view: &View, (path, wants): (&str, Wants)) -> Result<Answered, Html> {
    let stage = match desk::stage(current, view) {
        Some(Ok(stage)) => stage,
        Some(Err(help)) => return Err(page::trouble("That is no time", &help)),
        None => return Err(page::trouble("Your site can't be shown yet", &current.trouble.drawn)),
    };
    let mistake = || page::trouble("hub met a mistake of its own", OWN_MISTAKE);
    stage.ask(path, wants).await.ok_or_else(mistake)
}

fn broken(html: &Html, current: &Current, bar: Bar) -> Response {
    let policy =
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'self'; frame-ancestors 'none'"));
    let text = html.with_script(current.number, bar);
    (StatusCode::INTERNAL_SERVER_ERROR, [policy], typed("text/html; charset=utf-8"), text).into_response()
}

fn typed(kind: &str) -> [(HeaderName, String); 1] {
    [(header::CONTENT_TYPE, kind.to_owned())]
}

fn moved(to: &str, query: Option<&str>) -> Response {
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    let to = to.split('/').map(crate::model::percent_encoded).collect::<Vec<_>>().join("/");
    (StatusCode::FOUND, [(header::LOCATION, format!("{to}{query}"))]).into_response()
}

/// A file of the site, or the part of it that a player asks for (RFC 9110, 14.2).
async fn file(path: &std::path::Path, kind: &str, headers: &HeaderMap) -> Response {
    let Ok(bytes) = tokio::task::spawn_blocking({
        let path = path.to_owned();
        move || std::fs::read(path)
    })
    .await
    .unwrap_or_else(|_| Err(std::io::Error::other("stopped"))) else {
        return (StatusCode::NOT_FOUND, "this file is gone\n").into_response();
    };
    let ranges = [(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"))];
    let asked = headers.get(header::RANGE).and_then(|value| value.to_str().ok());
    match asked.and_then(|asked| range(asked, bytes.len())) {
        Some((first, last)) => {
            let part = bytes.get(first..=last).unwrap_or_default().to_vec();
            let place = [(header::CONTENT_RANGE, format!("bytes {first}-{last}/{}", bytes.len()))];
            (StatusCode::PARTIAL_CONTENT, ranges, place, typed(kind), part).into_response()
        }
        None => (ranges, typed(kind), bytes).into_response(),
    }
}

/// The first and the last byte of a single range; nothing for any other, which may be left unanswered.
fn range(asked: &str, len: usize) -> Option<(usize, usize)> {
    let (first, last) = asked.strip_prefix("bytes=")?.split_once('-')?;
    let end = len.checked_sub(1)?;
    match (first.parse::<usize>(), last.parse::<usize>()) {
        (Ok(first), Ok(last)) if first <= last && first <= end => Some((first, last.min(end))),
        (Ok(first), Err(_)) if last.is_empty() && first <= end => Some((first, end)),
        (Err(_), Ok(count)) if first.is_empty() && count > 0 => Some((len.saturating_sub(count), end)),
        _ => None,
    }
}

/// Files that pages of `hub serve` use.
async fn own(axum::extract::Path(name): axum::extract::Path<String>, request: Request) -> Response {
    match name.as_str() {
        "live.js" => (typed("text/javascript; charset=utf-8"), page::SCRIPT).into_response(),
        "live.css" => (typed("text/css; charset=utf-8"), page::STYLES).into_response(),
        "studio.svg" => (typed("image/svg+xml"), studio::ICON).into_response(),
        "studio.css" => (typed("text/css; charset=utf-8"), studio::STYLES).into_response(),
        name if name.chars().all(|c| c.is_ascii_lowercase()) => {
            let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
            (StatusCode::FOUND, [(header::LOCATION, format!("/_hub/{name}/{query}"))]).into_response()
        }
        _ => (StatusCode::NOT_FOUND, "hub has no such page\n").into_response(),
    }
}

async fn studio_home() -> Response {
    (StatusCode::FOUND, [(header::LOCATION, "/_hub/")]).into_response()
}

/// A page of the studio.
async fn studio_page(State(house): State<House>, request: Request) -> Response {
    let view = view(&house.desk, &request);
    let current = house.desk.current();
    let (path, query) = (request.uri().path(), request.uri().query().unwrap_or_default());
    let Some(answered) = ask_studio(&house, &current, &view, (path, query)).await else {
        return broken(&page::trouble("hub met a mistake of its own", OWN_MISTAKE), &current, house.bar);
    };
    match answered.answer {
        studio::Answer::Page(html) => {
            let text = html.with_script(current.number, house.bar);
            ([(header::CONTENT_SECURITY_POLICY, STUDIO)], typed("text/html; charset=utf-8"), text).into_response()
        }
        studio::Answer::Mail(is_html, text) => {
            let kind = if is_html { "text/html; charset=utf-8" } else { "text/plain; charset=utf-8" };
            ([(header::CONTENT_SECURITY_POLICY, MAIL)], typed(kind), text).into_response()
        }
        studio::Answer::Missing => (StatusCode::NOT_FOUND, "the studio has no such page\n").into_response(),
        studio::Answer::Broken(why) => broken(&page::trouble("This page can't be made", &why), &current, house.bar),
    }
}

/// Pages of the studio are hub's own: nothing runs or shows in them but what hub brings, and an issue in a frame.
const STUDIO: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
                      frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// A mail has styles of its own and pictures, and nothing that runs.
const MAIL: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'self'; \
                    form-action 'none'; frame-ancestors 'self'";

const OWN_MISTAKE: &str = "The terminal says more; please report it.";

/// What the studio says, made on a thread where that may take its time.
async fn ask_studio(
    house: &House,
    current: &Current,
    view: &View,
    (path, query): (&str, &str),
) -> Option<studio::Answered> {
    let studio = Arc::clone(&house.studio);
    let (current, view) = (current.clone(), view.clone());
    let (path, query) = (path.strip_prefix("/_hub/")?.to_owned(), query.to_owned());
    tokio::task::spawn_blocking(move || studio.answer(&current, &view, (&path, &query))).await.ok()
}

/// Tells a page what it would be now, at once and after each change.
async fn events(State(house): State<House>, request: Request) -> Response {
    let query = request.uri().query().unwrap_or_default();
    let path = query.split('&').find_map(|pair| pair.strip_prefix("path="));
    let path = path.and_then(crate::model::decoded).map(|path| path.into_owned()).unwrap_or_else(|| "/".to_owned());
    let view = view(&house.desk, &request);
    let changes = house.desk.changes();
    let state = (house, changes, path, view, true);
    let events = stream::unfold(state, |(house, mut changes, path, view, is_first)| async move {
        if !is_first {
            changes.changed().await.ok()?;
        }
        changes.mark_unchanged();
        let data = state_of(&house, &view, &path).await;
        Some((Ok::<_, Infallible>(Event::default().data(data)), (house, changes, path, view, false)))
    });
    Sse::new(events).keep_alive(KeepAlive::default()).into_response()
}

/// A page's state, as its script reads it.
async fn state_of(house: &House, view: &View, path: &str) -> String {
    let current = house.desk.current();
    let trouble = &current.trouble;
    if let Some((path, query)) = path.starts_with("/_hub/").then(|| path.split_once('?').unwrap_or((path, ""))) {
        let answered = ask_studio(house, &current, view, (path, query)).await;
        return studio_state(trouble, answered);
    }
    let answered = ask(&current, view, (path, Wants::Reasons)).await;
    let (moment, why) = match &answered {
        Ok(answered) => (answered.moment.clone(), answered.why.clone()),
        Err(_) => Default::default(),
    };
    let broken;
    let page = match &answered {
        Ok(Answered { answer: Answer::Page(page) | Answer::Missing(page), .. }) | Err(page) => Some(page),
        Ok(Answered { answer: Answer::Broken(drawn), .. }) => {
            broken = page::trouble("This page can't be made yet", drawn);
            Some(&broken)
        }
        Ok(_) => None,
    };
    json!({
        "page": page.map(|page| &page.hash),
        "sheets": page.map(|page| &page.sheets),
        "errors": trouble.errors,
        "warnings": trouble.warnings,
        "drawn": trouble.drawn,
        "moment": moment,
        "why": why,
        "segments": segments(&current),
    })
    .to_string()
}

/// The same of a page of the studio.
fn studio_state(trouble: &Trouble, answered: Option<studio::Answered>) -> String {
    let page = answered.as_ref().and_then(|answered| match &answered.answer {
        studio::Answer::Page(page) => Some(page),
        _ => None,
    });
    json!({
        "page": page.map(|page| &page.hash),
        "sheets": page.map(|page| &page.sheets),
        "errors": 0,
        "warnings": trouble.warnings,
        "drawn": "",
        "moment": answered.as_ref().map(|answered| &answered.moment),
        "why": [],
        "segments": [],
    })
    .to_string()
}

/// Whom the site knows, for who looks at it as one of them.
fn segments(current: &Current) -> Vec<serde_json::Value> {
    let segments = current.stages.iter().flat_map(|stages| &stages.live.site.settings.segments);
    segments.map(|one| json!({ "id": one.id, "title": one.title, "axis": one.axis })).collect()
}

/// The view of a request: what its address says, else what the browser kept, else what the command said.
fn view(desk: &Desk, request: &Request<Body>) -> View {
    let base = desk.own_view();
    let asked = View::of_query(request.uri().query().unwrap_or_default(), &base);
    let cookies = request.headers().get(header::COOKIE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    asked.or_else(|| View::of_cookies(cookies, &base)).unwrap_or(base)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_come_in() {
        for host in ["127.0.0.1:4000", "localhost:4000", "[::1]:4000"] {
            assert!(is_own_host(host, "127.0.0.1:4000"), "{host}");
        }
        for host in ["", "evil.example:4000", "localhost", "localhost:4001", "127.0.0.1.evil.example:4000"] {
            assert!(!is_own_host(host, "127.0.0.1:4000"), "{host}");
        }
        assert!(is_own_host("192.168.1.7:4000", "192.168.1.7:4000"));
    }

    #[test]
    fn a_part_of_a_file_is_found() {
        assert_eq!(range("bytes=0-9", 100), Some((0, 9)));
        assert_eq!(range("bytes=90-", 100), Some((90, 99)));
        assert_eq!(range("bytes=-10", 100), Some((90, 99)));
        assert_eq!(range("bytes=-200", 100), Some((0, 99)));
        for bad in ["bytes=100-", "bytes=9-0", "bytes=0-1,5-6", "lines=1-2", "bytes=-", "bytes=-0"] {
            assert_eq!(range(bad, 100), None, "{bad}");
        }
        assert_eq!(range("bytes=0-", 0), None);
    }
}
