// The search page. What finds things is loaded when a reader begins to search, and not before. What it finds is put into the
// page as text: nothing of it is read as HTML. Only this page loads this file.

const form = document.querySelector("[data-search]");
const AT_ONCE = 10;
const PASSAGES = 3;

if (form) {
  const words = form.dataset;
  const field = form.elements.q;
  const filters = [...form.querySelectorAll("select")];
  const [told, list, more] = ["[role=status]", ".found", "[data-more]"].map((place) => document.querySelector(`.search ${place}`));
  let engine = null;
  let results = [];
  // Answers may come in another order than questions: only the last question's counts.
  let asked = 0;

  const load = () => (engine ??= import(words.search).then(async (pagefind) => {
    await pagefind.options({ baseUrl: words.home, excerptLength: 28, excerptEllipsis: "…", noWorker: true });
    return pagefind;
  }));

  function element(name, properties, ...inner) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...inner);
    return made;
  }

  // Found words stand between marks; "<" and ">" of the text itself come masked.
  function marked(excerpt) {
    const plain = (part) => part.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    return excerpt.split(/<\/?mark>/).map((part, at) => (at % 2 ? element("mark", {}, plain(part)) : plain(part)));
  }

  function entry({ url, meta, filters: { kind, level }, excerpt, sub_results: passages }) {
    const facts = [kind, level, meta.minutes && words.minutes.replace("%", meta.minutes)].flat().filter(Boolean);
    const inner = passages.filter((passage) => passage.url.includes("#")).slice(0, PASSAGES);
    const made = element("li", {},
      element("h2", {}, element("a", { href: url }, meta.title)),
      element("p", { className: "meta" }, ...facts.map((fact) => element("span", {}, fact))),
      element("p", {}, ...marked(excerpt)),
    );
    if (inner.length) made.append(element("ul", { className: "passages" }, ...inner.map((passage) => element("li", {}, element("a", { href: passage.url }, passage.title)))));
    return made;
  }

  // The next results, if nothing else was asked meanwhile.
  async function next(question, from) {
    const pages = await Promise.all(results.slice(from, from + AT_ONCE).map((result) => result.data()));
    return question === asked ? pages : null;
  }

  // Where no page has a word, Pagefind answers with what the word begins with, down to its first letter: that is nothing found.
  const letters = (text) => text.normalize("NFD").replace(/[^\p{L}\p{N}\s]/gu, "").toLowerCase();
  function isNear({ content, locations, meta }, term) {
    const text = content.split(/\s+/);
    const hits = letters([meta.title, ...locations.map((at) => text[at])].join(" "));
    return letters(term).split(/\s+/).some((word) => hits.includes(word.slice(0, 3)));
  }

  function show(entries, text) {
    list.replaceChildren(...entries);
    more.hidden = entries.length >= results.length;
    told.textContent = text;
  }

  async function ask() {
    const question = ++asked;
    const term = field.value.trim();
    const chosen = filters.filter((filter) => filter.value);
    const query = new URLSearchParams([["q", term], ...chosen.map(({ name, value }) => [name, value])].filter(([, value]) => value));
    history.replaceState(null, "", `${query}` ? `?${query}` : location.pathname);
    results = [];
    if (!`${query}`) return show([], "");
    try {
      if (!engine) told.textContent = words.loading;
      const pagefind = await load();
      const answer = await pagefind.search(term || null, { filters: Object.fromEntries(chosen.map(({ name, value }) => [name, value])) });
      if (question !== asked) return;
      results = answer.results;
      const pages = await next(question, 0);
      if (!pages) return;
      if (pages.length && isNear(pages[0], term)) return show(pages.map(entry), words.found.replace("%", results.length));
      results = [];
      show([], term ? words.none.replace("%", () => term) : words.found.replace("%", 0));
    } catch {
      if (question !== asked) return;
      // Tried from the start the next time: the connection may be back.
      engine?.then((pagefind) => pagefind.destroy()).catch(() => {});
      engine = null;
      results = [];
      show([], words.failed);
    }
  }

  let pause;
  form.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(ask, 250);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(pause);
    ask();
  });
  more.addEventListener("click", async () => {
    const from = list.children.length;
    const pages = await next(asked, from).catch(() => null);
    if (!pages) return;
    list.append(...pages.map(entry));
    more.hidden = list.children.length >= results.length;
    list.children[from].querySelector("a").focus();
  });

  // Up and down between the field and what was found. Escape: back to the field, then empty it, then to where one came from.
  const stops = () => [field, ...list.querySelectorAll("h2 a")];
  form.parentElement.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = stops().indexOf(event.target);
    if (step && at >= 0 && stops()[at + step]) {
      event.preventDefault();
      stops()[at + step].focus();
    } else if (event.key === "Escape" && event.target.tagName !== "SELECT") {
      event.preventDefault();
      if (event.target !== field) field.focus();
      else if (field.value) {
        field.value = "";
        ask();
      } else if (document.referrer.startsWith(location.origin + "/")) history.back();
    }
  });

  const wanted = new URLSearchParams(location.search);
  field.value = wanted.get("q") ?? "";
  for (const filter of filters) filter.value = [...filter.options].some((option) => option.value === wanted.get(filter.name)) ? wanted.get(filter.name) : "";
  if (field.value || filters.some((filter) => filter.value)) ask();
  else field.focus();
}
