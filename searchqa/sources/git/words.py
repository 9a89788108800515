"""What git complains about, in one line that says what to do.

In: git's complaints. Out: a SourceError. Never: shows a password, or git's whole output.
"""

from __future__ import annotations

import re
from typing import Final

from searchqa.errors import SourceError
from searchqa.redact import redact

_ACCESS: Final = "docs/sources.md says how to give a key or a password"
# In the order in which they are looked for: what git says, what we say, the hint.
_KNOWN: Final = tuple(
    (re.compile("|".join(patterns), re.IGNORECASE), message, hint)
    for patterns, message, hint in (
        (
            ("dubious ownership",),
            "{shown} belongs to another user of this machine",
            "run searchqa as its owner, or fetch it over ssh or https",
        ),
        (
            (r"ssh: (?:command )?not found", "cannot run ssh"),
            "ssh isn't installed",
            "install it, or use an https address",
        ),
        (("no space left",), "the disk is full", "make room and run it again"),
        (
            ("host key verification failed",),
            "ssh doesn't know the host of {shown}",
            "connect to it once with ssh, so that its key is in known_hosts",
        ),
        (
            (r"permission denied \(",),
            "the host of {shown} accepts none of our ssh keys",
            _ACCESS,
        ),
        (
            (
                "could not read (?:username|password)",
                "authentication failed",
                "terminal prompts disabled",
                "returned error: 40[13]",
            ),
            "{shown} asks for a name and a password, or refuses them",
            _ACCESS,
        ),
        (
            (
                "could not resolve",
                "name or service not known",
                "unable to look up",
                "temporary failure in name",
            ),
            "the host of {shown} isn't known",
            "check the address and the network",
        ),
        (
            (
                "connection (?:refused|reset|timed out)",
                "failed to connect",
                "network is unreachable",
                "no route to host",
                "unable to connect",
            ),
            "the host of {shown} can't be reached",
            "check the address and the network",
        ),
        (
            ("(?:server|ssl) certificate", "certificate ver", "SSL_", "SSL peer"),
            "{shown} shows a certificate that can't be trusted",
            "check the address; SSL_CERT_FILE names certificates to trust",
        ),
        (
            ("couldn't find remote ref",),
            "the branch of {shown} is gone",
            "name another with branch:, or push it again",
        ),
        (
            (
                "not appear to be a git repository",
                "repository.*not found",
                "returned error: 404",
                "not a git repository",
                "does not exist",
                "no such file or directory",
            ),
            "there is no git repository at {shown}, or none that we may read",
            "check the address; " + _ACCESS,
        ),
        (
            (r"returned error: (?:429|5\d\d)",),
            "the host of {shown} has trouble of its own",
            "run it again later",
        ),
        (
            ("transport '.*' not allowed",),
            "{shown} leads to a kind of address that isn't allowed",
            "write https://…, ssh://…, git@host:path or a path",
        ),
        (
            ("unable to find remote helper",),
            "this git can't reach {shown}",
            "install git with its http helper (git-remote-https)",
        ),
    )
)
_TELLING: Final = ("fatal:", "error:", "ERROR:")
# Said after each failure of ssh, whatever it was.
_VAGUE: Final = "Could not read from remote repository"
_DUMB: Final = "dumb http transport does not support"
# What a second try from nothing wouldn't mend.
_OUTSIDE: Final = re.compile("|".join(known.pattern for known, _, _ in _KNOWN), re.IGNORECASE)


def said(complaints: str, shown: str) -> SourceError:
    """Return the error that git's complaints are."""
    for pattern, message, hint in _KNOWN:
        if pattern.search(complaints):
            return SourceError(message.format(shown=shown), hint)
    lines = [line.strip() for line in complaints.splitlines() if line.strip()]
    telling = [line for line in lines if line.startswith(_TELLING) and _VAGUE not in line]
    last = redact((telling or lines or ["it failed without a word"])[-1])[:300]
    # A server's words may hold what a terminal obeys.
    plain = "".join(letter if letter.isprintable() else "?" for letter in last)
    return SourceError(f"git can't fetch {shown}: {plain}", "run it again; check the address")


def silent(shown: str, seconds: float) -> SourceError:
    """Return what is said of a place that doesn't answer."""
    message = f"{shown} didn't answer within {seconds:g} seconds"
    return SourceError(message, "check the network, or run it again later")


def is_dumb(complaints: str) -> bool:
    """Say whether a server only gives files, so that nothing can be left out."""
    return _DUMB in complaints


def is_outside(complaints: str) -> bool:
    """Say whether the other side or the machine is in the way, and no clone of ours."""
    return _OUTSIDE.search(complaints) is not None
