// What the pages do beyond links and forms. In: the page as the server wrote it. Out: the same,
// with results as you type, keys, a filter sheet, drawn years. Never: builds markup from text;
// the server writes every part of a page, here it is only put in place.
"use strict";
(() => {
  const page = document.documentElement;
  const root = page.dataset.root;
  page.classList.add("js");
  const THEME = "searchqa-theme";
  // Before the first paint: nothing flashes.
  try {
    const theme = localStorage.getItem(THEME);
    if (theme) page.dataset.theme = theme;
  } catch { /* Nothing may be stored here. */ }

  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
  const button = (className, textContent, onclick) => make("button", { className, textContent, onclick, type: "button" });

  // --- Results in place

  const TYPING = 90; // ms without a key before a search
  const SLOW = 150; // ms before old results are dimmed
  const QUIET = 700; // ms before the count is spoken
  let shown = here(); // the address of the results that are on the page
  let asking = null;
  let typing = 0;
  let finding = 0;
  let speaking = 0;
  let typed = false; // whether this step of the history is being typed
  const later = []; // what was clicked before its results came
  const before = new Map();

  function here() { return location.pathname + location.search; }

  async function fetchPart(address, id, signal) {
    const response = await fetch(address, { signal, headers: { Accept: "text/html" } });
    const answer = new DOMParser().parseFromString(await response.text(), "text/html");
    if (response.ok) return answer.getElementById(id);
    throw new Error(one("h1", answer)?.textContent ?? "");
  }

  // Shows other results. how, for the history: push, replace, none (the address is right already),
  // type or enter (what is typed is one step, however long).
  async function go(address, how = "push", top = false) {
    asking?.abort();
    const mine = (asking = new AbortController());
    const old = one("#found");
    // Whoever asks next dims by a clock of its own, so what is dim stays so.
    const dimming = setTimeout(() => old.classList.add("waiting"), SLOW);
    let found;
    try {
      // Back shows what was there; what is asked anew may have changed meanwhile.
      const kept = how === "none" && before.get(address)?.cloneNode(true);
      const part = address.replace(`${root}/search`, `${root}/part/search`);
      found = kept || (await fetchPart(part, "found", mine.signal));
    } catch (error) {
      if (mine === asking) failed(error);
      return;
    } finally {
      clearTimeout(dimming);
    }
    if (mine !== asking) return;
    asking = null;
    remember(address, found);
    enter(address, how);
    place(found);
    if (top) scrollTo(0, 0);
    later.shift()?.();
  }

  function enter(address, how) {
    const goesOn = typed && (how === "type" || how === "enter");
    if (how === "replace" || sheeted || goesOn) history.replaceState(null, "", address);
    else if (how !== "none") history.pushState(null, "", address);
    typed = how === "type";
    shown = address;
  }

  function remember(address, found) {
    if (before.size > 30) before.clear();
    before.set(address, found.cloneNode(true));
  }

  // Puts new results in place; what had the focus has it again, with what was typed in it.
  function place(found) {
    const held = document.activeElement;
    const { value, selectionStart, selectionEnd } = held;
    one("#found").replaceWith(found);
    if (one("#facets", sheet)) sheet.replaceChildren(one("#facets", found));
    dress();
    if (found.dataset.title) document.title = found.dataset.title;
    if (!held.isConnected) {
      const again = document.getElementById(held.id) ?? (sheet.open ? sheet : one("main"));
      again.focus({ preventScroll: true });
      if (again.matches("input")) Object.assign(again, { value, selectionStart, selectionEnd });
    }
    say("");
    speaking = setTimeout(() => say(found.dataset.said), QUIET);
  }

  // What is said is for ears only, but for what went wrong.
  function say(what, wrong = false) {
    clearTimeout(speaking);
    Object.assign(one("#status"), { textContent: what, className: wrong ? "notice" : "unseen" });
  }

  function failed(error) {
    settle();
    const why = (error.name === "Error" && error.message) || "The server doesn't answer.";
    say(`${why} What is shown is from before.`, true);
  }

  function formAddress(form) {
    const asked = [...new FormData(form)].filter(([, value]) => value.trim());
    return `${root}/search${asked.length ? `?${new URLSearchParams(asked)}` : ""}`;
  }

  const KEPT = "author book participant role kind year collection before after during sort group".split(" ");

  // The field's hidden inputs say what is chosen; after a click they say what is chosen now.
  function syncField(address) {
    const field = one("#q");
    const asked = new URL(address, location.href).searchParams;
    all("input[type=hidden]", field.form).forEach((input) => input.remove());
    for (const [name, value] of asked) {
      // Any other name might stand for something of the form's own.
      if (KEPT.includes(name)) field.form.append(make("input", { type: "hidden", name, value }));
    }
    field.value = asked.get("q") ?? "";
  }

  // Lets what is shown stand, whatever was asked.
  function settle() {
    clearTimeout(typing);
    typing = 0;
    later.length = 0;
    asking?.abort();
    asking = null;
    one("#found").classList.remove("waiting");
  }

  function onType() {
    typing = 0;
    const address = formAddress(one("#q").form);
    if (address === shown) settle();
    else go(address, "type");
  }

  // A choice is made among the results of what was typed and clicked before it.
  function inTurn(act) {
    clearTimeout(typing);
    if (typing) onType();
    if (asking) later.push(act);
    else act();
  }

  const find = () => go(formAddress(one("#find").form), "replace");

  document.addEventListener("input", ({ target }) => {
    if (target.id === "q" && one("#found")) {
      clearTimeout(typing);
      typing = setTimeout(onType, TYPING);
    } else if (target.id === "find") {
      clearTimeout(finding);
      finding = setTimeout(inTurn, TYPING, find);
    }
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!one("#found")) return;
    event.preventDefault();
    clearTimeout(finding);
    if (form.matches(".find")) { inTurn(find); return; }
    clearTimeout(typing);
    typing = 0;
    const address = formAddress(form);
    go(address, address === shown ? "replace" : "enter");
    // A phone's keyboard lies over the results.
    if (matchMedia("(max-width: 52rem)").matches) document.activeElement.blur();
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const address = link.getAttribute("href");
    // Pages and other words belong to what is shown; they have no id.
    if (link.matches("[data-go][id]")) inTurn(() => follow(hrefOf(link.id)));
    else if (link.matches("[data-go]")) follow(address, link.matches("[data-top]"));
    else if (link.id === "filters") openSheet();
    else if (link.matches(".help")) openHelp();
    // A place within the page is no step of the history, or "back to results" would lead there.
    else if (address.startsWith("#")) location.replace(address);
    else if (link.id === "back" && cameFromResults()) history.back();
    else return;
    event.preventDefault();
  });

  // What is opened in a tab of its own has nothing to go back to.
  function cameFromResults() {
    return history.length > 1 && document.referrer.startsWith(`${location.origin}${root}/search`);
  }

  const hrefOf = (id) => document.getElementById(id)?.getAttribute("href");

  function follow(address, top) {
    if (!address) return; // The choice is none among other results.
    clearTimeout(typing);
    typing = 0;
    syncField(address);
    go(address, "push", top);
  }

  addEventListener("popstate", () => {
    if (!one("#found")) return;
    if (sheeted) {
      // Back closes the sheet and keeps what was chosen in it.
      sheeted = false;
      sheet.close();
      if (here() !== shown) history.pushState(null, "", shown);
      return;
    }
    typed = false;
    settle();
    if (here() === shown) return;
    if (location.pathname !== `${root}/search`) location.reload();
    else {
      syncField(here());
      go(here(), "none");
    }
  });

  // --- Filter sheet

  const sheet = make("dialog", { className: "sheet", tabIndex: -1, ariaLabel: "Filter" });
  let sheeted = false; // whether the sheet has its own entry in the history

  function openSheet() {
    if (sheeted) return;
    history.pushState(null, "");
    sheeted = true;
    sheet.replaceChildren(one("#facets"));
    sheet.showModal();
  }

  sheet.addEventListener("click", (event) => {
    const outside = event.target === sheet && event.clientY < sheet.getBoundingClientRect().top;
    if (outside || event.target.closest(".close")) sheet.close();
  });
  sheet.addEventListener("close", () => {
    one("#facets", one("#found"))?.remove();
    one("#found .columns").append(one("#facets", sheet));
    one("#filters").focus();
    if (sheeted) history.back();
  });

  // --- Help

  const help = make("dialog", { className: "help-sheet", ariaLabel: "Help" });

  async function openHelp() {
    if (help.open) { help.close(); return; }
    if (!help.firstChild) {
      // If it can't be had, the browser says why.
      const content = await fetchPart(`${root}/help`, "help").catch(() => null);
      if (!content) { location.assign(`${root}/help`); return; }
      content.removeAttribute("id");
      if (!help.firstChild) help.append(button("shut", "Close", () => help.close()), content);
    }
    if (!help.open) help.showModal();
  }

  // --- Years

  let drag = null; // the years at its ends, one before it has moved
  const BARS = ".years [data-year]";
  const yearOf = (place) => place?.closest?.(BARS)?.dataset.year;

  function barsOf([from, to]) {
    const [first, last] = from < to ? [from, to] : [to, from];
    return all(BARS).filter(({ dataset: { year } }) => first <= year && year <= last);
  }

  document.addEventListener("pointerdown", (event) => {
    const year = yearOf(event.target);
    drag = year && event.button === 0 && event.pointerType !== "touch" ? [year] : null;
  });
  document.addEventListener("pointermove", (event) => {
    const year = drag && yearOf(document.elementFromPoint(event.clientX, event.clientY));
    if (!year || year === drag.at(-1)) return;
    drag = [drag[0], year];
    const chosen = barsOf(drag);
    for (const bar of all(BARS)) bar.parentElement.classList.toggle("dragged", chosen.includes(bar));
  });
  document.addEventListener("pointerup", () => {
    const done = drag;
    drag = null;
    if (done?.length !== 2) return;
    // A click that ends a drag means nothing of its own.
    const swallow = (event) => { event.preventDefault(); event.stopPropagation(); };
    addEventListener("click", swallow, { capture: true });
    setTimeout(() => {
      removeEventListener("click", swallow, { capture: true });
      inTurn(() => chooseYears(done));
    });
  });

  function chooseYears(ends) {
    const address = new URL(one(".years").dataset.base, location.href);
    for (const bar of barsOf(ends)) address.searchParams.append("year", bar.dataset.year);
    follow(address.pathname + address.search);
  }

  // --- Keys

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
    if (!field) { one("#back")?.click(); return; }
    field.blur();
    event.preventDefault();
  }

  function step(by) {
    const stops = all(STEPS);
    const at = stops.indexOf(document.activeElement.closest?.(STEPS));
    const next = stops[at < 0 ? (by > 0 ? 0 : stops.length - 1) : at + by];
    if (!next) return;
    next.focus({ preventScroll: true });
    next.closest("article, section, li")?.scrollIntoView({ block: "nearest" });
  }

  // --- Dress

  function dress() {
    all(".close").forEach((done) => { done.hidden = false; });
    all(".message pre").forEach((block) => {
      // Only safe addresses have a clipboard.
      if (one(".copy", block) || !navigator.clipboard) return;
      const copy = button("copy", "Copy", async () => {
        await navigator.clipboard.writeText(one("code", block).textContent);
        copy.textContent = "Copied";
        setTimeout(() => { copy.textContent = "Copy"; }, 1500);
      });
      block.append(copy);
    });
  }

  function wearTheme(turn) {
    turn.parentElement.hidden = false;
    turn.addEventListener("click", () => {
      const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
      const theme = (page.dataset.theme ?? system) === "dark" ? "light" : "dark";
      page.dataset.theme = theme;
      try { localStorage.setItem(THEME, theme); } catch { /* It holds for this page. */ }
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.body.append(sheet, help);
    dress();
    wearTheme(one(".theme"));
    if (one("#found")) remember(here(), one("#found"));
    // A field that has the focus already shows where typing goes on.
    const field = one("#q");
    if (document.activeElement === field) field.selectionStart = field.value.length;
  });
})();
