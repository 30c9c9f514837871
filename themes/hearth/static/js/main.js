// Everything here is a comfort: each page works whole without it. Nothing leaves the browser.

const root = document.documentElement;
const words = document.body.dataset;
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const fill = (pattern, text) => pattern.replace("%", text);

// Storage may be forbidden, full or broken; then the page just doesn't remember. What is written without a text is forgotten.
const store = {
  text(key) {
    try { return localStorage.getItem("hub:" + key); } catch { return null; }
  },
  put(key, text) {
    try {
      if (text) localStorage.setItem("hub:" + key, text);
      else localStorage.removeItem("hub:" + key);
      return true;
    } catch { return false; }
  },
  keys() {
    try { return Object.keys(localStorage).filter((key) => key.startsWith("hub:")).map((key) => key.slice(4)).sort(); } catch { return []; }
  },
  read(key) {
    try { return JSON.parse(this.text(key)); } catch { return null; }
  },
  write(key, value) { return this.put(key, JSON.stringify(value)); },
};

// The boot script does what follows from theme and segments, before the first paint and on each change of the storage: in
// another window by itself, in this one when it is told.
const reboot = () => dispatchEvent(new Event("storage"));

function element(name, properties = {}, ...inner) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...inner);
  return made;
}

function download(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

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

// A link to a place on the page also goes to the clipboard.
for (const link of all("[data-link]")) {
  link.addEventListener("click", () => navigator.clipboard?.writeText(link.href).then(() => { link.textContent = words.copied; }, () => {}));
}

// Search from anywhere: Ctrl K or Cmd K, and "/" where nothing is being written, unless it was switched off.
const find = document.querySelector(".find");
if (find) document.addEventListener("keydown", (event) => {
  const { key, ctrlKey, metaKey, altKey, shiftKey, target } = event;
  const slash = key === "/" && !ctrlKey && !metaKey && !altKey && !target.closest("input, textarea, select, [contenteditable]") && store.text("slash") !== "off";
  if (!slash && !(key === "k" && ctrlKey !== metaKey && !altKey && !shiftKey)) return;
  event.preventDefault();
  const field = document.querySelector("[type=search]");
  if (!field) return void (location.href = find.href);
  field.focus();
  field.select();
});

// Theme: the key holds bare words, because the boot script reads it. Every switch of a page shows the same.
function showTheme(chosen) {
  for (const input of all("[data-switch] input")) input.checked = input.value === chosen;
}
for (const box of all("[data-switch]")) {
  box.hidden = false;
  box.addEventListener("change", ({ target }) => {
    if (store.put("theme", target.value)) reboot();
    // Not remembered, but it holds for this page.
    else if (target.value) root.dataset.theme = target.value;
    else delete root.dataset.theme;
    showTheme(target.value);
    tell();
  });
}
showTheme(root.dataset.theme ?? "");

// Segments: `hub:segments` holds bare ids with a space between, one an axis at most, because the boot script reads it.
const chosen = () => (root.dataset.segments ?? "").split(" ").filter(Boolean);
function choose(ids) {
  const kept = store.put("segments", ids.join(" "));
  reboot();
  return kept;
}

// What the boot script shows first shall also come first for a keyboard and a screen reader.
for (const id of chosen().reverse()) for (const own of all(`.ways > [data-for="${id}"]`)) own.parentElement.prepend(own);

// Copy buttons on code.
if (navigator.clipboard) {
  for (const block of all(".code")) {
    const button = element("button", { type: "button", className: "copy" }, words.copy);
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
  const note = element("span", { className: "meta local" }, fill(words.local, own));
  time.parentElement.append(" ", note);
}

// Tracks: what was done, and where one left off. { tracks: { id: { title, done: [slug], next: { url, title } } }, last: id }
// Next after a track's last step is the track that follows it.
const stored = store.read("progress");
const progress = { last: null, ...stored, tracks: { ...stored?.tracks } };
for (const [id, track] of Object.entries(progress.tracks)) if (!Array.isArray(track?.done)) delete progress.tracks[id];
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
        meta.append(element("span", { className: "is-mark" }, place.dataset.done));
      }
    }
  }
}

function link(place, title, url) {
  const a = element("a", { href: url }, fill(place.dataset.label, title));
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
  const button = element("button", { type: "button", className: "button quiet" });
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

// Start today: one's own days of a track as a calendar file (RFC 5545). The identifiers never change, so that a second start
// moves the dates instead of doubling them.
const canonical = document.querySelector("link[rel=canonical]")?.href ?? location.href;
const escaped = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");

// A line holds at most 75 octets; what is longer goes on after a line end and a space, never inside a character.
function folded(line) {
  const octets = new TextEncoder();
  let [text, length] = ["", 0];
  for (const character of line) {
    const size = octets.encode(character).length;
    if (length + size > 75) [text, length] = [text + "\r\n ", 1];
    text += character;
    length += size;
  }
  return text;
}

function dates(track, steps, now) {
  const day = (later) => {
    const date = new Date(now.getFullYear(), now.getMonth(), now.getDate() + later);
    return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("");
  };
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, "");
  const events = steps.flatMap((step) => {
    const a = step.querySelector("a");
    const url = new URL(a.getAttribute("href"), canonical).href;
    const later = step.dataset.day - 1;
    return [
      "BEGIN:VEVENT",
      `UID:${track.replace("/", "-")}-${step.dataset.step}@${new URL(canonical).hostname}`,
      `DTSTAMP:${stamp}`,
      `DTSTART;VALUE=DATE:${day(later)}`,
      `DTEND;VALUE=DATE:${day(later + 1)}`,
      `SUMMARY:${escaped(step.querySelector(".day").textContent + ": " + a.textContent)}`,
      `DESCRIPTION:${escaped(url)}`,
      `URL:${url}`,
      "TRANSP:TRANSPARENT",
      "END:VEVENT",
    ];
  });
  return ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//hub//track//EN", ...events, "END:VCALENDAR", ""].map(folded).join("\r\n");
}

for (const button of all("[data-dates]")) {
  button.addEventListener("click", () => {
    const line = document.querySelector(".timeline");
    const id = line.dataset.track;
    download(`${id.split("/").pop()}.ics`, "text/calendar", dates(id, all("[data-day]", line), new Date()));
    const said = button.parentElement.querySelector("[data-said]");
    said.textContent = said.dataset.said;
  });
}

// The quiz: each answer speaks for its track, the most answers win, and of tracks with as many the one answered first.
for (const quiz of all("[data-quiz]")) {
  const titles = new Map();
  const questions = all("section", quiz).map((section, number) => {
    for (const answer of all("a", section)) {
      titles.set(answer.pathname, answer.querySelector(".meta").textContent);
      const input = element("input", { type: "radio", name: `q${number}`, value: answer.pathname });
      answer.replaceWith(element("label", {}, answer.querySelector("b"), input));
    }
    const set = element("fieldset", {}, element("legend", {}, section.querySelector("h2")), section.querySelector("ul"));
    section.replaceWith(set);
    return set;
  });
  const verdict = quiz.querySelector("[role=status]");
  const { open, result, begin, keep, kept, blocked } = quiz.dataset;

  // The reader's segment can follow from the track, where one begins with it; of an axis only the last that was kept stays.
  const keeper = (place) => {
    const { for: id, axis } = place.dataset;
    const button = element("button", { type: "button", className: "button quiet", value: id, name: place.querySelector("h3").textContent });
    button.addEventListener("click", () => {
      const same = all(`[data-axis="${axis}"]`).map((other) => other.dataset.for);
      const done = choose([...chosen().filter((other) => !same.includes(other)), id]);
      showKept();
      if (!done) button.textContent = blocked;
    });
    return button;
  };
  const showKept = () => {
    for (const button of all("button[value]", verdict)) button.textContent = fill(chosen().includes(button.value) ? kept : keep, button.name);
  };

  quiz.addEventListener("submit", (event) => {
    event.preventDefault();
    const answers = questions.map((set) => set.querySelector(":checked")?.value);
    const waiting = answers.indexOf(undefined);
    if (waiting >= 0) {
      verdict.textContent = open;
      questions[waiting].querySelector("input").focus();
      return;
    }
    const votes = (track) => answers.filter((answer) => answer === track).length;
    const won = answers.reduce((best, track) => (votes(track) > votes(best) ? track : best));
    const keepers = all("[data-leads]").filter((place) => place.dataset.leads === won).map(keeper);
    verdict.replaceChildren(
      element("p", {}, result),
      element("p", { className: "track" }, titles.get(won)),
      element("p", { className: "actions" }, element("a", { className: "button", href: won }, begin), ...keepers),
    );
    showKept();
  });
}

// Lists: what is for a segment and of a level. What names no segment is for everybody.
for (const form of all("[data-filter]")) {
  const cards = all("[data-level]");
  const [whom, level, reset] = [form.elements.for, form.elements.level, form.querySelector("[type=reset]")];
  const mine = chosen().filter((id) => whom.querySelector(`[value="${id}"]`));
  if (mine.length) {
    const names = mine.map((id) => whom.querySelector(`[value="${id}"]`).textContent).join(", ");
    whom.firstElementChild.after(element("option", { value: mine.join(" ") }, fill(form.dataset.mine, names)));
  }
  const apply = () => {
    const wanted = whom.value.split(" ").filter(Boolean);
    const fits = ({ dataset }) => (!wanted.length || !dataset.segments || wanted.some((id) => dataset.segments.split(" ").includes(id))) && (!level.value || dataset.level === level.value);
    for (const card of cards) card.hidden = !fits(card);
    reset.hidden = !whom.value && !level.value;
    form.querySelector("[role=status]").textContent = fill(form.dataset.shown, `${cards.filter((card) => !card.hidden).length} / ${cards.length}`);
  };
  form.addEventListener("change", apply);
  form.addEventListener("reset", () => setTimeout(() => { apply(); whom.focus(); }));
}

// On this device. `tell` shows what is stored; every change calls it.
const device = document.querySelector("[data-prefs]");
const steps = (track) => all("[data-step]", track);

function tell() {
  if (!device) return;
  const label = (input) => input.closest("label").querySelector("b, span")?.textContent ?? input.closest("label").textContent.trim();
  const names = { theme: device.dataset.nameTheme, segments: device.dataset.nameSegments, progress: device.dataset.nameProgress, slash: device.dataset.nameSlash };
  const inWords = {
    theme: () => all("[data-prefs] [data-switch] :checked").map(label),
    segments: () => all("[data-choose] :checked").filter((input) => input.value).map(label),
    progress: () => Object.entries(progress.tracks).map(([id, track]) => `${track.title ?? id}: ${track.done.length}`),
  };
  const rows = store.keys().map((key) => [names[key] ?? key, inWords[key] ? inWords[key]().join(", ") : store.text(key)]);
  const list = device.querySelector("[data-stored]");
  if (rows.length) list.replaceChildren(...rows.map(([name, text]) => element("div", {}, element("dt", {}, name), element("dd", {}, text || "–"))));
  else list.replaceChildren(element("div", {}, element("dd", {}, device.dataset.nothing)));
  for (const track of all("[data-track]", device)) {
    const done = progress.tracks[track.dataset.track]?.done ?? [];
    const count = track.querySelector("[data-count]");
    count.dataset.count ||= count.textContent;
    const known = steps(track);
    count.textContent = track.dataset.track in progress.tracks ? fill(device.dataset.done, `${known.filter((step) => done.includes(step.dataset.step)).length} / ${known.length}`) : count.dataset.count;
  }
}

// Of a file only what this page knows is taken: the words of the switch, the segments and steps that exist. Addresses and
// titles come from the page, never from the file.
function taken(file) {
  if (file?.hub !== 1) return null;
  const segments = all("[data-choose] fieldset").map((axis) => all("input", axis).map((input) => input.value).find((id) => id && [].concat(file.segments ?? []).includes(id)));
  const tracks = {};
  for (const track of all("[data-track]", device)) {
    const done = file.progress?.tracks?.[track.dataset.track]?.done;
    if (!Array.isArray(done)) continue;
    const [known, next] = [steps(track), steps(track).find((step) => !done.includes(step.dataset.step))];
    tracks[track.dataset.track] = {
      title: track.dataset.name,
      done: known.map((step) => step.dataset.step).filter((slug) => done.includes(slug)),
      next: next ? { url: next.dataset.url, title: next.dataset.name } : null,
    };
  }
  const last = file.progress?.last;
  return {
    theme: ["light", "dark"].includes(file.theme) ? file.theme : "",
    slash: file.slash === "off" ? "off" : "",
    segments: segments.filter(Boolean),
    progress: { tracks, last: typeof last === "string" && Object.hasOwn(tracks, last) ? last : null },
  };
}

if (device) {
  const say = device.querySelector("[data-say]");
  const form = device.querySelector("[data-choose]");
  const slash = device.querySelector("[data-slash]");
  const check = () => {
    if (slash) slash.checked = store.text("slash") !== "off";
    for (const axis of all("[data-choose] fieldset")) {
      const inputs = all("input", axis);
      (inputs.find((input) => chosen().includes(input.value)) ?? inputs[0]).checked = true;
    }
  };
  const refresh = (text) => {
    reboot();
    check();
    showTheme(root.dataset.theme ?? "");
    paint();
    tell();
    say.textContent = text;
  };
  form?.addEventListener("change", () => {
    const kept = choose(all(":checked", form).map((input) => input.value).filter(Boolean));
    tell();
    say.textContent = kept ? device.dataset.saved : device.dataset.blocked;
  });
  slash?.addEventListener("change", () => {
    const kept = store.put("slash", slash.checked ? "" : "off");
    tell();
    say.textContent = kept ? device.dataset.saved : device.dataset.blocked;
  });
  device.querySelector("[data-export]").addEventListener("click", () => {
    const file = { hub: 1, theme: store.text("theme") ?? "", slash: store.text("slash") ?? "", segments: chosen(), progress };
    download("on-this-device.json", "application/json", JSON.stringify(file, null, 2) + "\n");
  });
  device.querySelector("[data-import]").addEventListener("change", async ({ target }) => {
    const [file] = target.files;
    let known = null;
    // What is saved here is far smaller.
    try { known = file.size < 65536 ? taken(JSON.parse(await file.text())) : null; } catch { /* not ours */ }
    target.value = "";
    if (!known) return void (say.textContent = device.dataset.foreign);
    Object.assign(progress, known.progress);
    const kept = [store.put("theme", known.theme), store.put("slash", known.slash), store.put("segments", known.segments.join(" ")), store.write("progress", known.progress)];
    refresh(kept.every(Boolean) ? device.dataset.imported : device.dataset.blocked);
  });
  device.querySelector("[data-forget]").addEventListener("click", () => {
    for (const key of store.keys()) store.put(key, "");
    Object.assign(progress, { tracks: {}, last: null });
    device.querySelector(".forget").open = false;
    refresh(device.dataset.forgotten);
    device.querySelector(".forget summary").focus();
  });
  check();
  tell();
  if (!store.put("probe", "")) say.textContent = device.dataset.blocked;
}

paint();
root.dataset.ready = "";
