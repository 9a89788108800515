"""What git is told beside its arguments: nothing of this machine's or a user's settings.

In: a Remote. Out: environment variables. Never: hands on a variable that could change what git
does, or lets git ask a person.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from searchqa.sources.git.address import PROTOCOLS

if TYPE_CHECKING:
    from searchqa.sources.git.address import Remote

# Where programs, keys, netrc, proxies and certificates are; case as curl and ssh want it.
_KEPT: Final = (
    *("PATH", "HOME", "USER", "LOGNAME", "SSH_AUTH_SOCK", "SYSTEMROOT", "USERPROFILE", "TMPDIR"),
    *("http_proxy", "https_proxy", "all_proxy", "no_proxy"),
    *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"),
    *("SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO", "GIT_SSL_CAPATH"),
)
_FIXED: Final = {
    "LC_ALL": "C",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    # A program that says no: an empty one would let SSH_ASKPASS be asked.
    "GIT_ASKPASS": "false",
    "GIT_SSH_COMMAND": "ssh -oBatchMode=yes -oConnectTimeout=30",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
}
_SETTINGS: Final = (
    ("core.hooksPath", os.devnull),
    ("core.symlinks", "false"),
    ("core.fsmonitor", "false"),
    ("core.commitGraph", "false"),
    # A small pack may unfold to gigabytes: what is large is hashed piece by piece.
    ("core.bigFileThreshold", "16m"),
    ("protocol.version", "2"),
    ("protocol.ext.allow", "never"),
    ("submodule.recurse", "false"),
    ("fetch.recurseSubmodules", "false"),
    ("fetch.fsckObjects", "true"),
    ("fetch.writeCommitGraph", "false"),
    # Few files, each checked as a whole; no loose objects.
    ("fetch.unpackLimit", "1"),
    ("gc.auto", "0"),
    ("maintenance.auto", "false"),
    ("http.lowSpeedLimit", "100"),
    ("credential.helper", ""),
)
# A repository on this disk is read by a git of ours, which can leave out what isn't wanted
# whatever its owner configured. Over ssh and http the other side decides.
_LOCAL: Final = (
    "git -c uploadpack.allowFilter=true -c uploadpack.allowAnySHA1InWant=true upload-pack"
)
# Name and password come from variables that only git and its children can read.
_CREDENTIALS: Final = (
    '!f() { test "$1" = get && printf "username=%s\\npassword=%s\\n" '
    '"$SEARCHQA_GIT_USER" "$SEARCHQA_GIT_PASSWORD"; }; f'
)


def environment(remote: Remote | None, slow: float) -> dict[str, str]:
    """Return the whole environment of a git process.

    Args:
        remote: The repository it may talk to, None for none at all.
        slow: Seconds after which a transfer that hardly moves ends.
    """
    out = {name: os.environ[name] for name in _KEPT if name in os.environ}
    out.update(_FIXED)
    out["GIT_ALLOW_PROTOCOL"] = ":".join(PROTOCOLS) if remote is not None else "none"
    settings = [*_SETTINGS, ("http.lowSpeedTime", str(max(1, int(slow))))]
    if remote is not None:
        settings.append(("remote.origin.url", remote.url))
        if remote.local:
            settings.append(("remote.origin.uploadpack", _LOCAL))
        if remote.user and remote.password:
            settings.append((f"credential.{remote.base}.helper", _CREDENTIALS))
            out["SEARCHQA_GIT_USER"] = remote.user
            out["SEARCHQA_GIT_PASSWORD"] = remote.password
        elif remote.user:
            settings.append((f"credential.{remote.base}.username", remote.user))
    out["GIT_CONFIG_COUNT"] = str(len(settings))
    for number, (key, value) in enumerate(settings):
        out[f"GIT_CONFIG_KEY_{number}"] = key
        out[f"GIT_CONFIG_VALUE_{number}"] = value
    return out
