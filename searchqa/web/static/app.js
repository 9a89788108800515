// What the pages do beyond links and forms. In: the page as the server wrote it. Out: the same,
// with results as you type, keys, a filter sheet, drawn years. Never: builds markup from text;
// every part of a page is written by the server, here it is only put in place.
"use strict";
(() => {
  const page = document.documentElement;
  const root = page.dataset.root;
  page.classList.add("js");
  const THEME = "searchqa-theme";
  // Before the first paint, so that nothing flashes.
  const theme = stored(THEME);
  if (theme) page.dataset.theme = theme;

  function stored(key) {
    try { return localStorage.getItem(key); } catch { return null; }
  }

  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // Results in place -----------------------------------------------------------------------------

  const TYPING = 90; // ms without a key before a search
  const SLOW = 150; // ms before old results are dimmed
  const QUIET = 700; // ms without a change before the count is spoken
  let asking = null;
  let typing = 0;
  let speaking = 0;
  let typed = false;
  const before = new Map();

  const searching = () => location.pathname === `${root}/search`;

  async function fetchPart(address, signal) {
    const part = address.replace(`${root}/search`, `${root}/part/search`);
    const response = await fetch(part, { signal, headers: { Accept: "text/html" } });
    const text = await response.text();
    return new DOMParser().parseFromString(text, "text/html").getElementById("found");
  }

  // Shows another state of the results. how: push, replace or none (the address is right already).
  async function go(address, how = "push", top = false) {
    if (asking) asking.abort();
    const mine = (asking = new AbortController());
    const old = one("#found");
    if (!old) { location.assign(address); return; }
    const dimming = setTimeout(() => old.classList.add("waiting"), SLOW);
    let found;
    try {
      found = before.get(address)?.cloneNode(true) ?? (await fetchPart(address, mine.signal));
    } catch (error) {
      if (error.name !== "AbortError") failed();
      return;
    } finally {
      clearTimeout(dimming);
      // Whoever asks next dims by a clock of its own.
      old.classList.remove("waiting");
    }
    if (mine !== asking) return;
    asking = null;
    if (!found) { location.assign(address); return; }
    remember(address, found);
    if (how === "push") history.pushState({ y: 0 }, "", address);
    if (how === "replace") history.replaceState({ y: scrollY }, "", address);
    place(found);
    if (top) scrollTo(0, 0);
  }

  function remember(address, found) {
    before.delete(address);
    before.set(address, found.cloneNode(true));
    if (before.size > 30) before.delete(before.keys().next().value);
  }

  // Puts new results in place; what had the focus has it again, with what was typed in it.
  function place(found) {
    const held = document.activeElement;
    const id = held?.id;
    const text = held?.tagName === "INPUT" ? [held.value, held.selectionStart, held.selectionEnd] : null;
    const facets = sheet.open ? one("#facets", found) : null;
    one("#found").replaceWith(found);
    if (facets) sheet.replaceChildren(facets);
    dress(document);
    if (found.dataset.title) document.title = found.dataset.title;
    const again = id && held !== document.activeElement ? document.getElementById(id) : null;
    if (again) {
      again.focus({ preventScroll: true });
      if (text && again.tagName === "INPUT") {
        again.value = text[0];
        again.setSelectionRange(text[1], text[2]);
      }
    }
    clearTimeout(speaking);
    speaking = setTimeout(() => { one("#status").textContent = found.dataset.said ?? ""; }, QUIET);
  }

  function failed() {
    one("#found")?.classList.remove("waiting");
    one("#status").textContent = "The server doesn't answer; what is shown is from before.";
  }

  function formAddress(form) {
    const asked = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (value.trim() || name !== "q") asked.append(name, value);
    }
    const text = asked.toString();
    return `${root}/search${text ? `?${text}` : ""}`;
  }

  // The field's hidden inputs say what is chosen; after a click they say what is chosen now.
  function syncField(address) {
    const form = one("form.search[role=search]");
    const field = one("#q");
    if (!form || !field) return;
    const asked = new URL(address, location.href).searchParams;
    all("input[type=hidden]", form).forEach((input) => input.remove());
    for (const [name, value] of asked) {
      if (["q", "page", "find", "all"].includes(name)) continue;
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name, value });
      form.append(input);
    }
    if (document.activeElement !== field) field.value = asked.get("q") ?? "";
  }

  function onType() {
    clearTimeout(typing);
    typing = setTimeout(() => {
      const address = formAddress(one("#q").form);
      if (address === here()) return;
      // The first letter begins a new entry of the history, the others change it.
      go(address, typed && searching() ? "replace" : "push");
      typed = true;
    }, TYPING);
  }

  const here = () => location.pathname + location.search;

  document.addEventListener("input", (event) => {
    if (event.target.id === "q" && one("#found")) onType();
    if (event.target.id === "find") {
      clearTimeout(typing);
      typing = setTimeout(() => go(formAddress(event.target.form), "replace"), TYPING);
    }
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!one("#found") || !form.action.endsWith("/search") || form.classList.contains("within")) return;
    event.preventDefault();
    clearTimeout(typing);
    const address = formAddress(form);
    typed = false;
    go(address, address === here() ? "replace" : "push");
    if (one("#q") === document.activeElement && matchMedia("(max-width: 52rem)").matches) one("#q").blur();
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    if (link.matches("[data-go]")) {
      event.preventDefault();
      typed = false;
      const address = link.getAttribute("href");
      syncField(address);
      go(address, "push", "top" in link.dataset);
    } else if (link.id === "filters") {
      event.preventDefault();
      openSheet();
    } else if (link.matches(".help")) {
      event.preventDefault();
      openHelp();
    } else if (link.id === "back" && cameFrom(link.href)) {
      event.preventDefault();
      history.back();
    }
  });

  const cameFrom = (address) => document.referrer === address && history.length > 1;

  addEventListener("popstate", (event) => {
    if (sheet.open) {
      // Back closes the sheet and keeps what was chosen in it.
      const chosen = sheet.dataset.address;
      sheet.close();
      if (chosen && chosen !== here()) history.pushState({ y: 0 }, "", chosen);
      return;
    }
    if (!one("#found")) return;
    typed = false;
    if (!searching()) { location.reload(); return; }
    if (document.activeElement === one("#q")) one("#q").value = new URL(location.href).searchParams.get("q") ?? "";
    syncField(here());
    go(here(), "none").then(() => scrollTo(0, event.state?.y ?? 0));
  });

  // Filter sheet ---------------------------------------------------------------------------------

  const sheet = document.createElement("dialog");
  sheet.className = "sheet";
  sheet.setAttribute("aria-labelledby", "sheet-title");

  function openSheet() {
    const facets = one("#facets");
    if (!facets) return;
    history.replaceState({ ...history.state, y: scrollY }, "");
    history.pushState({ sheet: true, y: scrollY }, "");
    sheet.replaceChildren(facets);
    sheet.showModal();
  }

  sheet.addEventListener("click", (event) => {
    if (event.target === sheet || event.target.closest(".close")) shutSheet();
  });
  sheet.addEventListener("cancel", (event) => { event.preventDefault(); shutSheet(); });
  sheet.addEventListener("close", () => {
    const facets = one("#facets", sheet);
    const columns = one("#found .columns");
    if (!facets || !columns) return;
    one("#facets", columns)?.remove();
    columns.append(facets);
    one("#filters")?.focus();
  });

  function shutSheet() {
    sheet.dataset.address = here();
    history.back();
  }

  // Help -----------------------------------------------------------------------------------------

  const help = document.createElement("dialog");
  help.className = "help-sheet";
  help.setAttribute("aria-label", "Help");

  async function openHelp() {
    if (help.open) { help.close(); return; }
    if (!help.firstChild) {
      let content = null;
      try {
        const text = await (await fetch(`${root}/help`)).text();
        content = new DOMParser().parseFromString(text, "text/html").getElementById("help");
      } catch { /* The page says what is wrong. */ }
      if (!content) { location.assign(`${root}/help`); return; }
      const shut = document.createElement("button");
      Object.assign(shut, { className: "shut", textContent: "Close", type: "button" });
      shut.addEventListener("click", () => help.close());
      content.removeAttribute("id");
      help.append(shut, content);
    }
    help.showModal();
  }

  // Years ----------------------------------------------------------------------------------------

  let drag = null;

  document.addEventListener("pointerdown", (event) => {
    const bar = event.target.closest?.(".years [data-year]");
    if (bar && event.button === 0 && event.pointerType !== "touch") drag = { from: bar, to: bar, moved: false };
  });
  document.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const bar = document.elementFromPoint(event.clientX, event.clientY)?.closest(".years [data-year]");
    if (!bar || bar === drag.to) return;
    drag.to = bar;
    drag.moved = true;
    const chosen = span(drag);
    all(".years li").forEach((item) => item.classList.toggle("dragged", chosen.includes(item.firstElementChild.dataset.year)));
  });
  document.addEventListener("pointerup", () => {
    const done = drag;
    drag = null;
    if (!done?.moved) return;
    // The click that ends a drag means nothing of its own.
    addEventListener("click", (event) => { event.preventDefault(); event.stopPropagation(); }, { capture: true, once: true });
    setTimeout(() => {
      const address = new URL(one(".years").dataset.base, location.href);
      for (const year of span(done)) address.searchParams.append("year", year);
      syncField(address.href);
      typed = false;
      go(address.pathname + address.search);
    });
  });

  function span({ from, to }) {
    const bars = all(".years [data-year]").map((bar) => bar.dataset.year);
    const ends = [bars.indexOf(from.dataset.year), bars.indexOf(to.dataset.year)].sort((a, b) => a - b);
    return bars.slice(ends[0], ends[1] + 1);
  }

  // Keys -----------------------------------------------------------------------------------------

  const STEPS = ".hit .question, .message, .threads .question, .tile";

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const field = event.target.closest?.("input, textarea, select");
    if (event.key === "Escape") { onEscape(event, field); return; }
    if (field || sheet.open || (help.open && event.key !== "?")) return;
    if (event.key === "/") { event.preventDefault(); one("#q").focus(); one("#q").select(); }
    if (event.key === "?") { event.preventDefault(); openHelp(); }
    if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
  });

  function onEscape(event, field) {
    if (sheet.open || help.open) return; // The dialogs close themselves.
    if (field) { field.blur(); event.preventDefault(); return; }
    one("#back")?.click();
  }

  function step(by) {
    const stops = all(STEPS);
    const at = stops.indexOf(document.activeElement.closest?.(STEPS));
    const next = stops[at < 0 ? (by > 0 ? 0 : stops.length - 1) : at + by];
    if (!next) return;
    next.focus({ preventScroll: true });
    next.closest("article, section, li")?.scrollIntoView({ block: "nearest" });
  }

  // Dress ----------------------------------------------------------------------------------------

  function dress(within) {
    all(".close[hidden]", within).forEach((button) => { button.hidden = false; });
    all(".message pre", within).forEach((block) => {
      if (one(".copy", block)) return;
      const copy = document.createElement("button");
      Object.assign(copy, { className: "copy", textContent: "Copy", type: "button" });
      copy.addEventListener("click", async () => {
        await navigator.clipboard.writeText(one("code", block).textContent);
        copy.textContent = "Copied";
        setTimeout(() => { copy.textContent = "Copy"; }, 1500);
      });
      block.append(copy);
    });
  }

  function wearTheme(button) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const dark = page.dataset.theme ? page.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      page.dataset.theme = dark ? "light" : "dark";
      try { localStorage.setItem(THEME, page.dataset.theme); } catch { /* It holds for this page. */ }
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.body.append(sheet, help);
    dress(document);
    wearTheme(one(".theme"));
    if (searching() && one("#found")) remember(here(), one("#found"));
    // A field that has the focus already shows where typing goes on.
    const field = one("#q");
    if (field && document.activeElement === field) field.setSelectionRange(field.value.length, field.value.length);
  });
  addEventListener("pagehide", () => {
    if (searching()) history.replaceState({ ...history.state, y: scrollY }, "");
  });
})();
