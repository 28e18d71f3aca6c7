// Search over the index that search-index.js assigns. Text is only ever set as text.
"use strict";
(() => {
  const MOST = 60;
  const KINDS = { brief: "", series: "Series", source: "Source", event: "Event" };
  const form = document.getElementById("search");
  const query = document.getElementById("query");
  const status = document.getElementById("status");
  const found = document.getElementById("found");
  const contents = document.getElementById("contents");
  const documents = (self.tallywireIndex || []).map(
    ([kind, path, title, line, date, words], id) => ({ id, kind, path, title, line, date, words }),
  );

  const index = new MiniSearch({
    fields: ["title", "line", "words"],
    processTerm: (term) => term.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase(),
    searchOptions: {
      boost: { title: 3, line: 1.5 },
      prefix: true,
      fuzzy: (term) => (term.length > 3 && !/\d/.test(term) ? 0.25 : false),
      combineWith: "AND",
      boostDocument: (id) => (documents[id].kind === "brief" ? 1 : 1.2),
    },
  });
  index.addAll(documents);

  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  };

  const item = (each) => {
    const row = element("li");
    const link = element("a", each.title.slice(0, 1).toUpperCase() + each.title.slice(1));
    link.href = each.path;
    row.append(link, " ");
    const below = element("span", "", "small");
    const parts = [KINDS[each.kind], each.line].filter(Boolean).join(" · ");
    below.append(parts);
    if (each.date) {
      const time = element("time", each.date);
      time.dateTime = each.date;
      below.append(parts ? " · " : "", time);
    }
    row.append(below);
    return row;
  };

  const show = () => {
    const asked = query.value.trim().slice(0, 200);
    const hits = asked ? index.search(asked) : [];
    found.replaceChildren(...hits.slice(0, MOST).map((hit) => item(documents[hit.id])));
    contents.hidden = Boolean(asked);
    if (!asked) status.textContent = "";
    else if (hits.length === 0) status.textContent = `Nothing is found for “${asked}”. Try fewer or shorter words.`;
    else if (hits.length > MOST) status.textContent = `${hits.length} found; the best ${MOST} are shown.`;
    else status.textContent = `${hits.length} found.`;
  };

  const links = () => [...found.querySelectorAll("a")];

  const move = (event) => {
    const all = links();
    const here = all.indexOf(document.activeElement);
    const inside = here >= 0 || document.activeElement === query;
    if (event.key === "/" && document.activeElement !== query && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      query.focus();
      query.select();
    } else if (event.key === "ArrowDown" && inside && all.length) {
      event.preventDefault();
      all[Math.min(here + 1, all.length - 1)].focus();
    } else if (event.key === "ArrowUp" && here >= 0) {
      event.preventDefault();
      (here === 0 ? query : all[here - 1]).focus();
    } else if (event.key === "Escape" && here >= 0) {
      query.focus();
    }
  };

  const keep = () => {
    if (location.protocol === "file:") return; // there a page may not change its own address
    const place = new URL(location.href);
    if (query.value.trim()) place.searchParams.set("q", query.value.trim());
    else place.searchParams.delete("q");
    history.replaceState(null, "", place);
  };

  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep();
    links()[0]?.focus();
  });
  query.addEventListener("input", show);
  query.addEventListener("change", keep);
  document.addEventListener("keydown", move);
  query.value = new URLSearchParams(location.search).get("q") || "";
  show();
  if (query.value === "") query.focus();
})();
