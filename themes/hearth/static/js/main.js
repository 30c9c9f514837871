// Everything here is a comfort: each page works whole without it. Nothing leaves the browser.

const root = document.documentElement;
const words = document.body.dataset;
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const fill = (pattern, text) => pattern.replace("%", text);

// Storage may be forbidden, full or broken; then the page just doesn't remember.
const store = {
  read(key) {
    try { return JSON.parse(localStorage.getItem("hub:" + key)); } catch { return null; }
  },
  write(key, value) {
    try { localStorage.setItem("hub:" + key, JSON.stringify(value)); } catch { /* not remembered */ }
  },
};

// The menu closes on Escape and on a press beside it.
const menu = document.querySelector(".menu");
if (menu) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("pointerdown", (event) => {
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
}

// Theme: the key holds bare words, because the boot script reads it before the first paint.
for (const box of all("[data-switch]")) {
  box.hidden = false;
  let chosen = "";
  try { chosen = localStorage.getItem("hub:theme") ?? ""; } catch { /* follows the device */ }
  for (const input of all("input", box)) {
    input.checked = input.value === chosen;
    input.addEventListener("change", () => {
      if (input.value) root.dataset.theme = input.value;
      else delete root.dataset.theme;
      try {
        if (input.value) localStorage.setItem("hub:theme", input.value);
        else localStorage.removeItem("hub:theme");
      } catch { /* holds for this page */ }
    });
  }
  if (!box.querySelector(":checked")) box.querySelector("input").checked = true;
}

// Copy buttons on code.
if (navigator.clipboard) {
  for (const block of all(".code")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = words.copy;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(block.querySelector("code").textContent).catch(() => {});
      button.textContent = words.copied;
      setTimeout(() => { button.textContent = words.copy; }, 2000);
    });
    block.append(button);
  }
}

// The reader's own time beside the site's, where they differ.
for (const time of all("time[data-local]")) {
  const at = new Date(time.dateTime);
  if (Number.isNaN(+at)) continue;
  const sign = time.dateTime.match(/([+-])(\d\d):(\d\d)$/);
  const offset = sign ? (sign[1] === "+" ? 1 : -1) * (sign[2] * 60 + +sign[3]) : 0;
  if (-at.getTimezoneOffset() === offset) continue;
  const own = new Intl.DateTimeFormat(root.lang, { weekday: "short", hour: "2-digit", minute: "2-digit" }).format(at);
  const note = document.createElement("span");
  note.className = "meta local";
  note.textContent = fill(words.local, own);
  const end = time.nextElementSibling;
  (end?.tagName === "TIME" ? end : time).after(" ", note);
}

// Tracks: what was done, and where one left off. { tracks: { id: { done: [slug], next, at } }, last: id }
const progress = { tracks: {}, ...store.read("progress") };
const own = (url) => typeof url === "string" && /^\/(?!\/)/.test(url);
const trackOf = (id) => (progress.tracks[id] ??= { done: [] });

function paint() {
  for (const place of all("[data-track]")) {
    const done = progress.tracks[place.dataset.track]?.done ?? [];
    for (const step of all("[data-step]", place)) {
      step.classList.toggle("is-done", done.includes(step.dataset.step));
    }
    if (!place.dataset.done) continue;
    for (const step of all("[data-step]", place)) {
      const meta = step.querySelector(".meta");
      const mark = step.querySelector(".is-mark");
      if (!done.includes(step.dataset.step)) mark?.remove();
      else if (!mark && meta) {
        const span = document.createElement("span");
        span.className = "is-mark";
        span.textContent = place.dataset.done;
        meta.append(span);
      }
    }
  }
}

function link(place, title, url) {
  const a = document.createElement("a");
  a.href = url;
  a.textContent = fill(place.dataset.label, title);
  place.replaceChildren(a);
  place.hidden = false;
  return a;
}

for (const place of all(".done[data-step]")) {
  const { track, step, title, label, marked, next, nextName, name } = place.dataset;
  const state = trackOf(track);
  const remember = () => {
    const done = state.done.includes(step);
    Object.assign(state, { title, next: done && next ? { url: next, title: nextName } : done ? null : { url: location.pathname, title: name } });
    progress.last = state.next ? track : progress.last === track ? null : progress.last;
    store.write("progress", progress);
  };
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button quiet";
  const show = () => {
    const done = state.done.includes(step);
    button.setAttribute("aria-pressed", String(done));
    button.textContent = done ? "✓ " + marked : label;
  };
  button.addEventListener("click", () => {
    state.done = state.done.includes(step) ? state.done.filter((s) => s !== step) : [...state.done, step];
    remember();
    show();
    paint();
  });
  remember();
  show();
  place.append(button);
  place.hidden = false;
}

for (const place of all("[data-begin]")) {
  const next = progress.tracks[place.dataset.track]?.next;
  if (next && own(next.url)) link(place, next.title, next.url).className = "button";
}

for (const place of all("[data-resume]")) {
  const next = progress.tracks[progress.last]?.next;
  if (next && own(next.url)) link(place, next.title, next.url);
}

paint();
