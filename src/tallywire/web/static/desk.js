// The desk with a script: single keys, verdicts while one types, and nothing that the page cannot do without it.
"use strict";
(() => {
  const KEYS = "tallywire-keys";
  const find = (key) => document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const keysOn = () => { try { return localStorage.getItem(KEYS) !== "off"; } catch { return true; } };

  // Single keys press the buttons and follow the links that name them; never while one types.
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat || !keysOn()) return;
    const at = event.target;
    if (at instanceof HTMLElement && (at.isContentEditable || at.matches("textarea, select, input:not([type=checkbox])"))) return;
    const wanted = find(event.key);
    if (!wanted) return;
    event.preventDefault();
    if (wanted.tagName === "SUMMARY") {
      const details = wanted.closest("details");
      details.open = !details.open;
      const first = details.open && details.querySelector("input:not([type=hidden]), textarea");
      (first || wanted).focus();
    } else {
      wanted.click();
    }
  });

  const keysSwitch = document.getElementById("keys-on");
  if (keysSwitch) {
    keysSwitch.closest("[hidden]").hidden = false;
    keysSwitch.checked = keysOn();
    keysSwitch.addEventListener("change", () => {
      try { localStorage.setItem(KEYS, keysSwitch.checked ? "on" : "off"); } catch { /* a browser that keeps nothing keeps the keys on */ }
    });
  }

  // A number leads to the record beside it; the keyboard follows.
  addEventListener("hashchange", () => {
    const shown = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (shown && shown.matches(".proof")) shown.focus({ preventScroll: true });
  });

  // A link that is shown once is selected whole.
  for (const field of document.querySelectorAll("[data-select]")) field.addEventListener("focus", () => field.select());

  // A button is pressed once: what takes a moment says so.
  for (const form of document.querySelectorAll("form[method=post]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "yes";
      const button = event.submitter;
      if (button && form.matches(".find, .correct, [action$='/publish'], [action$='/withdraw']")) button.setAttribute("aria-busy", "true");
    });
  }
  addEventListener("pageshow", () => { for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent; });

  const form = document.getElementById("edit");
  if (!form) return;
  const list = document.getElementById("verdicts");
  const summary = document.getElementById("verdicts-summary");
  let timer = 0;
  let running = null;

  const line = (tag, text, name) => {
    const made = document.createElement(tag);
    if (name) made.className = name;
    made.textContent = text;
    return made;
  };

  const show = (found) => {
    const ol = line("ol", "", "numbers");
    for (const number of [...found.numbers].sort((a, b) => a.supported - b.supported)) {
      const li = line("li", "", number.tone);
      const verdict = line("span", "", `verdict ${number.tone}`);
      const shape = line("span", number.shape);
      shape.setAttribute("aria-hidden", "true");
      verdict.append(shape, ` ${number.word}`);
      li.append(line("b", number.text), " ", verdict, " ", line("span", number.place, "place"));
      if (number.reason && number.tone !== "holds") li.append(line("span", number.reason, "reason"));
      if (number.because) li.append(line("span", `Published all the same, because: ${number.because}`, "reason"));
      ol.append(li);
    }
    list.replaceChildren(ol);
  };

  const judge = async () => {
    if (running) running.abort();
    const mine = running = new AbortController();
    list.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.dataset.verdicts, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { Accept: "application/json" },
        signal: mine.signal,
      });
      if (answer.ok) {
        const found = await answer.json();
        show(found);
        if (summary.textContent !== found.summary) summary.textContent = found.summary;
      } else if (answer.status === 422) {
        summary.textContent = (await answer.json()).problem;
      } else {
        summary.textContent = answer.status === 401 || answer.status === 403
          ? "The session is over. Log in in another window, then save here."
          : "The verdicts are not to be had just now. Saving works all the same.";
      }
    } catch (error) {
      if (error.name !== "AbortError") summary.textContent = "The server does not answer. Your words stay here.";
    } finally {
      if (running === mine) { running = null; list.removeAttribute("aria-busy"); }
    }
  };

  const count = () => {
    for (const place of form.querySelectorAll("[data-counts]")) {
      const length = [...document.getElementById(place.dataset.counts).value.trim()].length;
      place.textContent = `; it has ${length}`;
      place.classList.toggle("over", length > Number(place.dataset.most));
    }
  };

  let changed = false;
  form.addEventListener("input", () => {
    changed = true;
    count();
    clearTimeout(timer);
    timer = setTimeout(judge, 300);
  });
  form.addEventListener("submit", () => { changed = false; });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.querySelector("button[value=save]").click(); }
    else if (event.key === "Enter" && event.target.matches("[data-single]")) event.preventDefault();
  });
  addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
  count();
  if (!list.children.length) judge();
})();
