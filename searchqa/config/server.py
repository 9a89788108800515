"""The server's settings: texts in, values of their kinds out.

In: texts by the setting's name, from the file or typed. Out: a ``ServerConfig``.
Never: knows where a text came from.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from searchqa.config.durations import seconds_of
from searchqa.config.model import ServerConfig
from searchqa.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_NUMBERS: Final = {
    "port": (0, 65_535),
    "workers": (1, 64),
    "concurrency": (1, 1_000),
    "waiting": (0, 100_000),
    "timeout": (1, 600),
}
_LISTS: Final = ("proxies", "cors")
_SWITCHES: Final = ("log_queries", "reindex_watch")
# A secret shorter than this is guessed.
_SECRET_LETTERS: Final = 12
_YES: Final = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}
# Whoever may connect to the unix socket, and everybody.
_ANYONE: Final = ("unix", "*")
_ROOT_PATH: Final = re.compile(r"(?:/[A-Za-z0-9._~-]+)+")


class ServerSettingError(ConfigError):
    """A server setting whose value can't be used; ``name`` is the setting's."""

    def __init__(self, name: str, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.name = name


def read_server(texts: Mapping[str, tuple[str, ...]]) -> ServerConfig:
    """Return the settings; what isn't given has its default.

    Raises:
        ServerSettingError: A value isn't of its setting's kind.
    """
    return with_texts(ServerConfig(), texts)


def with_texts(server: ServerConfig, texts: Mapping[str, tuple[str, ...]]) -> ServerConfig:
    """Return the settings with some of them replaced.

    Raises:
        ServerSettingError: A value isn't of its setting's kind.
    """
    values: dict[str, Any] = {name: _value(name, given) for name, given in texts.items()}
    return replace(server, **values)


def _value(name: str, given: tuple[str, ...]) -> str | int | bool | tuple[str, ...]:
    if name in _LISTS:
        one_of = _origin if name == "cors" else _proxy
        return tuple(one_of(name, one) for one in given)
    if len(given) != 1:
        raise ServerSettingError(name, f'"{name}" takes one value', f"write {name}: one value")
    text = given[0]
    if name in _NUMBERS:
        return _number(name, text)
    if name in _SWITCHES:
        if text.lower() not in _YES:
            raise ServerSettingError(name, f'"{name}" is yes or no', f"write {name}: no")
        return _YES[text.lower()]
    return _TEXTS[name](name, text) if name in _TEXTS else text


def checked_secret(name: str, text: str) -> str:
    """Return a secret that is long enough; the message never has it.

    Raises:
        ServerSettingError: It is too short.
    """
    if len(text) < _SECRET_LETTERS:
        message = f"the secret of {name} is shorter than {_SECRET_LETTERS} characters"
        raise ServerSettingError(name, message, "make one with: openssl rand -hex 32")
    return text


def _root_path(name: str, text: str) -> str:
    if not _ROOT_PATH.fullmatch(text.rstrip("/")):
        message = f"{name} {text} isn't a path like /qa"
        raise ServerSettingError(name, message, f"write {name}: /qa")
    return text.rstrip("/")


def _duration(name: str, text: str) -> str:
    try:
        seconds_of(text)
    except ConfigError as error:
        raise ServerSettingError(name, f"{name}: {error.message}", error.hint) from error
    return text


def _number(name: str, text: str) -> int:
    least, most = _NUMBERS[name]
    if not (text.isascii() and text.isdecimal()) or not least <= int(text) <= most:
        message = f"{name} {text} isn't a number from {least} to {most}"
        raise ServerSettingError(name, message, f"try {getattr(ServerConfig(), name)}")
    return int(text)


def _url(name: str, text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        message = f"{name} {text} isn't an http address"
        raise ServerSettingError(name, message, f"write {name}: https://search.example.org")
    return text.rstrip("/")


def _origin(name: str, text: str) -> str:
    if text == "*":
        return text
    url = _url(name, text)
    if urlsplit(url).path:
        message = f"{name} {text} has a path; an origin is scheme and host"
        raise ServerSettingError(name, message, f"write {name}: https://example.org")
    return url


def _proxy(name: str, text: str) -> str:
    if text in _ANYONE:
        return text
    try:
        ipaddress.ip_network(text)
    except ValueError as error:
        message = f"{name} {text} isn't an address like 10.0.0.7 or a network like 10.0.0.0/8"
        hint = f"write {name}: 127.0.0.1, or unix for whoever may use the socket"
        raise ServerSettingError(name, message, hint) from error
    return text


# Texts that are more than any text.
_TEXTS: Final[Mapping[str, Callable[[str, str], str]]] = {
    "url": _url,
    "root_path": _root_path,
    "reindex_every": _duration,
    "hook_secret": checked_secret,
}
