"""What may stand on a page of ours, and what else stands on one.

In: a page, as a browser has it or as text. Out: what is there that we didn't write.
Never: a list of what is bad: whatever isn't known to be ours is a fault.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from bs4.element import Tag

_ELEMENT_NAMES: Final = (
    "a article aside body br button circle code dialog div em footer form h1 h2 h3 head header"
    " html img input kbd li link main mark meta nav ol p path pre rect script section span"
    " strong svg table tbody td th title tr ul"
)
_ATTRIBUTE_NAMES: Final = (
    "action alt aria-current aria-hidden aria-label aria-labelledby autocapitalize autocomplete"
    " autofocus charset class content cx cy d data-address data-base data-facet data-go data-root"
    " data-said data-theme data-title data-top data-year decoding draggable fill height hidden href"
    " id lang loading maxlength method name placeholder preserveaspectratio r rel role scope"
    " spellcheck src start stroke stroke-linecap stroke-width tabindex title type value viewbox"
    " width y"
)
ELEMENTS: Final = frozenset(_ELEMENT_NAMES.split())
ATTRIBUTES: Final = frozenset(_ATTRIBUTE_NAMES.split())
_METAS: Final = frozenset({"viewport", "color-scheme", "robots", "description"})
_ADDRESSES: Final = frozenset({"href", "src", "action"})
_OUTGOING: Final = frozenset({"http", "https", "mailto"})
_KNOWN: Final = {
    "elements": sorted(ELEMENTS),
    "attributes": sorted(ATTRIBUTES),
    "metas": sorted(_METAS),
}

# The same questions, asked of the tree that a real browser made.
SCRIPT: Final = (
    """(() => {
  const known = """
    + json.dumps(_KNOWN)
    + """;
  const elements = new Set(known.elements), attributes = new Set(known.attributes);
  const metas = new Set(known.metas);
  function address(element, name, value, base, faults) {
    if (!URL.canParse(value, base)) { faults.push(`no address: ${value}`); return; }
    const url = new URL(value, base);
    const own = url.origin === new URL(base).origin;
    if (!["http:", "https:", "mailto:"].includes(url.protocol)) faults.push(`${name}=${value}`);
    if (own) return;
    if (element.localName !== "a") faults.push(`<${element.localName}> leads to ${value}`);
    for (const one of ["nofollow", "noopener"]) {
      if (!element.relList?.contains(one)) faults.push(`no ${one} on ${value}`);
    }
  }
  window.faultsOf = (page, base) => {
    const faults = [];
    for (const element of page.querySelectorAll("*")) {
      const name = element.localName;
      if (!elements.has(name)) faults.push(`element <${name}>`);
      for (const { name: key, value } of element.attributes) {
        if (!attributes.has(key.toLowerCase())) faults.push(`attribute ${key} of <${name}>`);
        if (["href", "src", "action"].includes(key)) address(element, key, value, base, faults);
      }
      const src = element.getAttribute("src") ?? "";
      if (name === "script" && (element.textContent || !/^\\/static\\/app\\.\\w+\\.js$/.test(src)))
        faults.push("a script that isn't ours");
      if (name === "meta" && !element.hasAttribute("charset") && !metas.has(element.name))
        faults.push("a meta element that isn't ours");
      if (name === "form" && element.method !== "get" && element.method !== "dialog")
        faults.push("a form that isn't ours");
    }
    for (const name of ["script", "form > button.theme", "main", "title"]) {
      if (page.querySelectorAll(name).length > 1 && name !== "title")
        faults.push(`more than one ${name}`);
    }
    return [...new Set(faults)];
  };
  window.faultsAt = async (addresses) => {
    const out = [];
    for (const address of addresses) {
      const answer = await fetch(address);
      const type = answer.headers.get("content-type") ?? "";
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const faults = answer.status < 500 ? [] : [`status ${answer.status}`];
      if (type.startsWith("text/html")) faults.push(...window.faultsOf(page, location.href));
      else faults.push(`type ${type}`);
      out.push([answer.status, page.documentElement.textContent, faults]);
    }
    return out;
  };
})();"""
)


def faults_of(html: str, address: str) -> list[str]:
    """Return what on a page isn't ours, as a parser of HTML has it."""
    page = BeautifulSoup(html, "html.parser")
    faults: list[str] = []
    for tag in page.find_all():
        if tag.name not in ELEMENTS:
            faults.append(f"element <{tag.name}>")
        for name, value in tag.attrs.items():
            if name.lower() not in ATTRIBUTES:
                faults.append(f"attribute {name} of <{tag.name}>")
            if name in _ADDRESSES:
                faults += _address(tag, str(value), address)
    for script in page.find_all("script"):
        if script.string or not re.fullmatch(r"/static/app\.\w+\.js", str(script.get("src"))):
            faults.append("a script that isn't ours")
    faults += [
        "a meta element that isn't ours"
        for meta in page.find_all("meta")
        if "charset" not in meta.attrs and meta.get("name") not in _METAS
    ]
    return sorted(set(faults))


def _address(tag: Tag, value: str, page: str) -> list[str]:
    there, here = urlsplit(urljoin(page, value)), urlsplit(page)
    if there.scheme not in _OUTGOING:
        return [f"{there.scheme}: in {value}"]
    if (there.scheme, there.netloc) == (here.scheme, here.netloc):
        return []
    if tag.name != "a":
        return [f"<{tag.name}> leads to {value}"]
    missing = {"nofollow", "noopener"} - set(tag.get_attribute_list("rel"))
    return [f"no {one} on {value}" for one in sorted(missing)]
