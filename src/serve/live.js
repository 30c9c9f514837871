// Keeps a page of `hub serve` true: loads it again when it changed, swaps stylesheets in place, shows what is wrong, and lets
// its author look at other days. It is in no page that `hub build` writes.
const script = document.querySelector("script[data-hub]");
let shown = script.dataset.hub;
const place = "hub-place";
const COOKIE = "hub-view";

const kept = sessionStorage.getItem(place);
if (kept) {
  sessionStorage.removeItem(place);
  const [path, top] = JSON.parse(kept);
  if (path === location.pathname) scrollTo({ top, behavior: "instant" });
}

const address = new URLSearchParams(location.search);
const view = new URLSearchParams(document.cookie.split("; ").map((one) => one.split("=")).filter(([name]) => name === COOKIE).map(([, value]) => decodeURIComponent(value))[0] ?? "");
for (const name of ["at", "drafts"]) if (address.has(name)) view.set(name, address.get(name));

// What a reader chose is in the browser, under the name that themes/README.md gives it; a `storage` event tells the page.
const SEGMENTS = "hub:segments";
const chosen = () => {
  try { return (localStorage.getItem(SEGMENTS) ?? "").split(" ").filter(Boolean); } catch { return []; }
};
const choose = (ids) => {
  try {
    localStorage.setItem(SEGMENTS, ids.join(" "));
    dispatchEvent(new StorageEvent("storage", { key: SEGMENTS }));
  } catch { /* Where nothing can be stored there is nobody to be. */ }
};
if (address.has("as")) {
  choose(address.get("as").split(",").filter((id) => /^[a-z0-9-]+$/.test(id)));
  address.delete("as");
  history.replaceState(history.state, "", location.pathname + (String(address) && `?${address}`) + location.hash);
}

const styles = new CSSStyleSheet();
styles.replaceSync(`
  :host { all: initial; color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif; }
  * { box-sizing: border-box; }
  .bar, .over { background: Canvas; color: CanvasText; border: 1px solid GrayText; }
  .bar { position: fixed; z-index: 2147483646; inset-block-end: 8px; inset-inline-start: 8px; max-width: calc(100% - 16px);
    border-radius: 8px; box-shadow: 0 2px 10px rgb(0 0 0 / .3); }
  summary { cursor: pointer; padding: 6px 12px; min-height: 36px; display: flex; gap: .75em; align-items: center; flex-wrap: wrap; }
  a { color: LinkText; }
  p { margin: 4px 12px; }
  form { display: flex; flex-wrap: wrap; gap: 8px 14px; align-items: center; padding: 4px 12px; }
  label { display: flex; gap: .4em; align-items: center; }
  ul { margin: 4px 0 8px; padding: 0 12px 0 30px; max-height: 30vh; overflow: auto; }
  button, input, select { font: inherit; min-height: 30px; }
  .readers { display: contents; }
  [hidden] { display: none; }
  .over { position: fixed; z-index: 2147483647; inset: 0; overflow: auto; padding: 24px; border-width: 4px 0 0; border-color: #c0392b; }
  .over h2 { font: 600 20px/1.3 Georgia, serif; margin: 0 0 8px; }
  pre { margin: 8px 12px; white-space: pre; overflow-x: auto; font: 13px/1.5 ui-monospace, monospace; }
  @media print { .bar, .over { display: none; } }
`);
const host = document.createElement("hub-live");
const root = host.attachShadow({ mode: "open" });
root.adoptedStyleSheets = [styles];
document.documentElement.append(host);

const make = (tag, fields = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), fields);
  node.append(...children);
  return node;
};
const count = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;

// A closer look at a site adds to what is told of it, a second later: nothing that somebody reads, types in or stands on by
// keyboard is made anew for that.
const set = (node, text) => { if (node.textContent !== text) node.textContent = text; };

let over = null;
let latest = null;
let aside = null;
const isAside = (state) => aside !== null && state.errors === aside.errors && state.drawn.startsWith(aside.drawn);
const showTrouble = (state) => {
  latest = state;
  if (!state.errors || isAside(state) || document.body.classList.contains("hub-trouble")) {
    over?.remove();
    over = null;
    return;
  }
  if (!over) {
    const close = make("button", { type: "button", textContent: "Look at the last good page" });
    close.addEventListener("click", () => {
      aside = latest;
      over.remove();
      over = null;
    });
    over = make("section", { className: "over" }, make("h2"), close, make("pre", { tabIndex: 0 }));
    over.setAttribute("role", "alert");
    root.append(over);
  }
  set(over.querySelector("h2"), `${count(state.errors, "error")}: this is the site as it was before`);
  set(over.querySelector("pre"), state.drawn);
};

const go = (changes) => {
  for (const [name, value] of Object.entries(changes)) value === null ? view.delete(name) : view.set(name, value);
  document.cookie = `${COOKIE}=${encodeURIComponent(view)}; path=/; SameSite=Strict`;
  for (const name of ["at", "drafts"]) address.delete(name);
  const query = String(address);
  location.replace(location.pathname + (query ? `?${query}` : "") + location.hash);
};

// The reader that the page is looked at as: one segment an axis.
const readers = (segments) => [...new Set(segments.map(({ axis }) => axis))].map((axis) => {
  const own = segments.filter((one) => one.axis === axis);
  const options = own.map(({ id, title }) => make("option", { value: id, textContent: title, selected: chosen().includes(id) }));
  const select = make("select", {}, make("option", { value: "", textContent: "anybody" }), ...options);
  select.addEventListener("change", () => choose([...chosen().filter((id) => !own.some((one) => one.id === id)), select.value].filter(Boolean)));
  return make("label", {}, `as ${axis} `, select);
});

const outline = () => {
  const at = make("input", { type: "datetime-local" });
  at.addEventListener("change", () => go({ at: at.value || null }));
  const now = make("button", { type: "button", textContent: "Now" });
  now.addEventListener("click", () => go({ at: null }));
  const drafts = make("input", { type: "checkbox", checked: view.get("drafts") === "1" });
  drafts.addEventListener("change", () => go({ drafts: drafts.checked ? "1" : null }));
  const asked = make("span", { className: "readers" });
  const form = make("form", {}, make("label", {}, "Look at it on ", at), now, make("label", {}, drafts, " with drafts and the future"), asked);
  form.addEventListener("submit", (event) => event.preventDefault());
  const studio = make("p", {}, make("a", { href: "/_hub/", textContent: "Open the studio" }));
  const [summary, why, drawn] = [make("summary"), make("ul"), make("pre", { tabIndex: 0 })];
  const open = sessionStorage.getItem("hub-bar") === "open";
  const all = make("details", { className: "bar", open }, summary, form, studio, why, drawn);
  all.addEventListener("toggle", () => sessionStorage.setItem("hub-bar", all.open ? "open" : ""));
  root.append(all);
  return { summary, at, asked, why, drawn, segments: "" };
};

let bar = null;
const showBar = (state) => {
  if (!("bar" in script.dataset)) return;
  bar ??= outline();
  const problems = [state.errors && count(state.errors, "error"), state.warnings && count(state.warnings, "warning")].filter(Boolean).join(", ");
  const said = [state.why[0], problems].filter(Boolean).map((textContent) => make("span", { textContent }));
  bar.summary.replaceChildren(make("strong", { textContent: state.moment || "hub" }), ...said);
  if (root.activeElement !== bar.at) bar.at.value = (view.get("at") ?? state.moment ?? "").slice(0, 16).replace(" ", "T");
  const segments = JSON.stringify(state.segments);
  if (segments !== bar.segments) bar.asked.replaceChildren(...readers(state.segments));
  bar.segments = segments;
  bar.why.replaceChildren(...state.why.slice(1).map((textContent) => make("li", { textContent })));
  bar.why.hidden = state.why.length < 2;
  set(bar.drawn, state.drawn);
  bar.drawn.hidden = !state.drawn;
};

const swap = (sheets) => {
  const links = [...document.querySelectorAll('link[rel="stylesheet"]')];
  links.forEach((link, at) => {
    const href = sheets[at];
    if (!href || link.getAttribute("href") === href) return;
    const next = link.cloneNode();
    next.href = href;
    next.addEventListener("load", () => link.remove());
    link.after(next);
  });
};

// Pages of the studio are others with each query.
const listen = new URLSearchParams({ path: location.pathname.startsWith("/_hub/") ? location.pathname + location.search : location.pathname });
for (const [name, value] of view) listen.set(name, value);
const told = (event) => {
  const state = JSON.parse(event.data);
  if (state.page && state.page !== shown) {
    sessionStorage.setItem(place, JSON.stringify([location.pathname, scrollY]));
    location.reload();
    return;
  }
  if (state.sheets) swap(state.sheets);
  showTrouble(state);
  showBar(state);
};

// A browser opens six connections to a server at most, and each page that listens holds one: a page that nobody sees lets go
// of it, and asks again, for the state as it is then, once it is seen.
let events = null;
const hear = () => {
  events?.close();
  events = document.hidden ? null : new EventSource(`/_hub/events?${listen}`);
  events?.addEventListener("message", told);
};
document.addEventListener("visibilitychange", hear);
hear();
