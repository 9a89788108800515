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

  // Results in place ---

  const TYPING = 90; // ms without a key before a search
  const SLOW = 150; // ms before old results are dimmed
  const QUIET = 700; // ms without a change before the count is spoken
  let shown = here(); // the address of the results that are on the page
  let asking = null;
  let typing = 0;
  let finding = 0;
  let speaking = 0;
  let typed = false; // whether this entry of the history is what is being typed
  const later = []; // what was clicked before its results came
  const before = new Map();
  const OWN = ["page", "find", "all"]; // what is shown of the results; no form keeps it

  function here() { return location.pathname + location.search; }

  async function fetchPart(address, signal) {
    const part = address.replace(`${root}/search`, `${root}/part/search`);
    const response = await fetch(part, { signal, headers: { Accept: "text/html" } });
    const answer = new DOMParser().parseFromString(await response.text(), "text/html");
    if (response.ok) return answer.getElementById("found");
    throw new Error(one("h1", answer)?.textContent ?? "");
  }

  // Shows other results. how, for the history: push, replace, none (the address is right already),
  // type or enter (what is typed is one entry, however long it gets).
  async function go(address, how = "push", top = false) {
    stop();
    const mine = (asking = new AbortController());
    const old = one("#found");
    // Whoever asks next dims by a clock of its own, so what is dim stays so.
    const dimming = setTimeout(() => old.classList.add("waiting"), SLOW);
    let found;
    try {
      // Back and forward show what was there; whatever is asked anew may have changed meanwhile.
      const kept = how === "none" && before.get(address)?.cloneNode(true);
      found = kept || (await fetchPart(address, mine.signal));
    } catch (error) {
      if (mine === asking) failed(error);
      return;
    } finally {
      clearTimeout(dimming);
    }
    if (mine !== asking) return;
    asking = null;
    if (!found) { location.assign(address); return; }
    remember(address, found);
    enter(address, how);
    place(found);
    if (top) scrollTo(0, 0);
    later.shift()?.();
  }

  function stop() {
    asking?.abort();
    asking = null;
  }

  function enter(address, how) {
    const goesOn = typed && (how === "type" || how === "enter");
    if (how === "replace" || sheeted || goesOn) history.replaceState(null, "", address);
    else if (how !== "none") history.pushState(null, "", address);
    typed = how === "type";
    shown = address;
  }

  function remember(address, found) {
    before.delete(address);
    before.set(address, found.cloneNode(true));
    if (before.size > 30) before.delete(before.keys().next().value);
  }

  // Puts new results in place; what had the focus has it again, with what was typed in it.
  function place(found) {
    const held = document.activeElement;
    const text = held.tagName === "INPUT" ? [held.value, held.selectionStart, held.selectionEnd] : null;
    const facets = one("#facets", sheet) && one("#facets", found);
    one("#found").replaceWith(found);
    if (facets) sheet.replaceChildren(facets);
    dress(document);
    if (found.dataset.title) document.title = found.dataset.title;
    if (!held.isConnected) {
      const again = document.getElementById(held.id) ?? (sheet.open ? sheet : one("main"));
      again.focus({ preventScroll: true });
      if (text && again.tagName === "INPUT") {
        again.value = text[0];
        again.setSelectionRange(text[1], text[2]);
      }
    }
    say("");
    speaking = setTimeout(() => say(found.dataset.said), QUIET);
  }

  // What is said is for ears only, but for what went wrong.
  function say(what, wrong = false) {
    clearTimeout(speaking);
    const status = one("#status");
    status.textContent = what;
    status.className = wrong ? "notice" : "unseen";
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

  const paramsOf = (address) => new URL(address, location.href).searchParams;

  // The field's hidden inputs say what is chosen; after a click they say what is chosen now.
  function syncField(address) {
    const field = one("#q");
    const asked = paramsOf(address);
    all("input[type=hidden]", field.form).forEach((input) => input.remove());
    for (const [name, value] of asked) {
      if (["q", ...OWN].includes(name)) continue;
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name, value });
      field.form.append(input);
    }
    const text = asked.get("q") ?? "";
    if (field.value !== text) field.value = text;
  }

  // The server and the browser write the same address in two ways.
  function same(...addresses) {
    const [a, b] = addresses.map((address) => new URL(address, location.href));
    return a.pathname === b.pathname && `${a.searchParams}` === `${b.searchParams}`;
  }

  // Lets what is shown stand, whatever was asked meanwhile.
  function settle() {
    clearTimeout(typing);
    typing = 0;
    later.length = 0;
    stop();
    one("#found").classList.remove("waiting");
  }

  function onType() {
    typing = 0;
    const address = formAddress(one("#q").form);
    if (same(address, shown)) settle();
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
    if (!one("#found")) return;
    if (target.id === "q") {
      clearTimeout(typing);
      typing = setTimeout(onType, TYPING);
    }
    if (target.id === "find") {
      clearTimeout(finding);
      finding = setTimeout(() => inTurn(find), TYPING);
    }
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!one("#found") || !form.action.endsWith("/search")) return;
    event.preventDefault();
    clearTimeout(finding);
    if (form.matches(".find")) { inTurn(find); return; }
    clearTimeout(typing);
    typing = 0;
    const address = formAddress(form);
    go(address, same(address, shown) ? "replace" : "enter");
    if (one("#q") === document.activeElement && matchMedia("(max-width: 52rem)").matches) one("#q").blur();
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const address = link.getAttribute("href");
    // Pages and other words belong to what is shown; they have no id.
    if (link.matches("[data-go][id]")) inTurn(() => follow(document.getElementById(link.id)));
    else if (link.matches("[data-go]")) follow(link);
    else if (link.id === "filters") openSheet();
    else if (link.matches(".help")) openHelp();
    // A place within the page is no step of the history, or "back to results" would lead there.
    else if (address.startsWith("#")) location.replace(address);
    else if (link.id === "back" && cameFromResults()) history.back();
    else return;
    event.preventDefault();
  });

  function follow(link) {
    if (link) choose(link.getAttribute("href"), "top" in link.dataset);
  }

  function choose(address, top) {
    clearTimeout(typing);
    typing = 0;
    syncField(address);
    go(address, "push", top);
  }

  function cameFromResults() {
    const from = document.referrer && new URL(document.referrer);
    return from && from.origin === location.origin && from.pathname === `${root}/search` && history.length > 1;
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
    if (location.pathname !== `${root}/search`) { location.reload(); return; }
    syncField(here());
    go(here(), "none");
  });

  // Filter sheet ---

  const sheet = document.createElement("dialog");
  sheet.className = "sheet";
  sheet.tabIndex = -1;
  sheet.setAttribute("aria-labelledby", "sheet-title");
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

  // Help ---

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
      if (!help.firstChild) help.append(shut, content);
    }
    if (!help.open) help.showModal();
  }

  // Years ---

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
  document.addEventListener("pointercancel", () => { drag = null; });
  document.addEventListener("pointerup", () => {
    const done = drag;
    drag = null;
    if (!done?.moved) return;
    // The click that ends a drag, if there is one, means nothing of its own.
    const swallow = (event) => { event.preventDefault(); event.stopPropagation(); };
    addEventListener("click", swallow, { capture: true });
    setTimeout(() => {
      removeEventListener("click", swallow, { capture: true });
      inTurn(() => chooseYears(span(done)));
    });
  });

  function chooseYears(years) {
    const address = new URL(one(".years").dataset.base, location.href);
    for (const year of years) address.searchParams.append("year", year);
    choose(address.pathname + address.search);
  }

  function span({ from, to }) {
    const bars = all(".years [data-year]").map((bar) => bar.dataset.year);
    const ends = [bars.indexOf(from.dataset.year), bars.indexOf(to.dataset.year)].sort((a, b) => a - b);
    return bars.slice(ends[0], ends[1] + 1);
  }

  // Keys ---

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

  // Dress ---

  function dress(within) {
    all(".close[hidden]", within).forEach((button) => { button.hidden = false; });
    all(".message pre", within).forEach((block) => {
      // Browsers give the clipboard to safe addresses only.
      if (one(".copy", block) || !navigator.clipboard) return;
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
    button.parentElement.hidden = false;
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
    if (one("#found")) remember(here(), one("#found"));
    // A field that has the focus already shows where typing goes on.
    const field = one("#q");
    if (field && document.activeElement === field) field.setSelectionRange(field.value.length, field.value.length);
  });
})();
