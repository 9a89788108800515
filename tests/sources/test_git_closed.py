"""What a text, a user's settings or a repository can't make git do."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searchqa.errors import ReadError, SourceError
from searchqa.redact import redact
from searchqa.sources.git import words
from searchqa.sources.git.address import check_branch, remote_of
from searchqa.sources.git.source import GitSource
from tests.sources.repository import Repository, paths, run_git, synced


@pytest.fixture
def site(tmp_path: Path) -> Repository:
    site = Repository(tmp_path / "site")
    site.write("_books/a.md").commit()
    return site


@pytest.mark.parametrize(
    "address",
    [
        "--upload-pack=touch /tmp/x", "-x", "", "  ", "ext::sh -c touch% /tmp/x", "fd::3",
        "ext://x", "ftp://example.org/x", "rsync://example.org/x", "javascript://x",
        "ssh://-oProxyCommand=touch/x", "ssh://-l@example.org/x", "git@-oProxyCommand=x:y",
        "https://", "https:///x", "ssh://git@/x", "https://example.org/x\ny", "http://a%0Ab@h/x",
        "foo::https://example.org", "/some/\0path", "https://h/\ud800",
    ],
)  # fmt: skip
def test_odd_addresses_are_refused(home: Path, address: str) -> None:
    source = GitSource(address, home, "x")
    with pytest.raises(SourceError) as caught:
        source.sync()
    assert caught.value.hint
    assert "\n" not in str(caught.value)
    assert source.revision() == ""
    assert not home.exists()


@pytest.mark.parametrize(
    "branch",
    ["-d", "--all", "a..b", "a b", "a:b", "+main", "a*", "x\ny", "a.lock", "/a", "@{1}", "\ud800"],
)
def test_odd_branches_are_refused(site: Repository, home: Path, branch: str) -> None:
    with pytest.raises(SourceError, match="no branch"):
        site.source(home, branch=branch).sync()


@pytest.mark.parametrize("folder", ["/etc", "..", "a/../../b", "a\0b", "\ud800"])
def test_odd_folders_are_refused(site: Repository, home: Path, folder: str) -> None:
    with pytest.raises(SourceError, match="no folder inside"):
        site.source(home, folder=folder).sync()


@given(st.text(max_size=30))
@example("refs/heads/--upload-pack=x")
def test_no_branch_begins_an_option(branch: str) -> None:
    try:
        name = check_branch(branch)
    except SourceError:
        return
    assert not name.startswith("-")
    assert not set(name) & set(" *?[\\^~:\n\0")


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("https://example.org/a/b.git", "https://example.org/a/b.git"),
        ("HTTPS://example.org:8443/a", "https://example.org:8443/a"),
        ("https://u:p@example.org/a", "https://example.org/a"),
        ("ssh://git@example.org:22/a", "ssh://git@example.org:22/a"),
        ("ssh://git:pw@example.org/a", "ssh://git@example.org/a"),
        ("git@example.org:a/b.git", "git@example.org:a/b.git"),
        ("example.org:a/b.git", "example.org:a/b.git"),
        ("file:///srv/a", "file:///srv/a"),
        ("/srv/a:b", "/srv/a:b"),
    ],
)
def test_what_git_is_given(address: str, url: str) -> None:
    remote = remote_of(address)
    assert remote.url == url
    assert "pw" not in repr(remote)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://u:p@h/x", "https://h/x"),
        ("https://token@h/x", "https://h/x"),
        ("https://u:p@ss@h/x", "https://h/x"),
        ("https://u:p/q@h/x", "https://h/x"),
        ("https://h:8080/@scope/x", "https://h:8080/@scope/x"),
        ("https://h/x?private_token=t", "https://h/x?…"),
        ("ssh://git@h/x", "ssh://git@h/x"),
        ("ssh://git:p@h/x", "ssh://git@h/x"),
        ("git@h:x", "git@h:x"),
        ("fatal: no access to 'https://u:p@h/x/': no", "fatal: no access to 'https://h/x/': no"),
        ("/some/path@2/x", "/some/path@2/x"),
    ],
)  # fmt: skip
def test_what_is_shown(text: str, shown: str) -> None:
    assert redact(text) == shown


@given(
    st.text(
        st.characters(codec="ascii", exclude_characters="/@:?# \t\r\n\x0b\x0c\x1c\x1d\x1e\x1f"),
        min_size=1,
    ),
    st.sampled_from(["http", "https", "ssh", "git"]),
)
def test_no_password_is_shown(secret: str, scheme: str) -> None:
    assert "§" not in redact(f"{scheme}://user:§{secret}@example.org/x.git")


def test_settings_of_the_user_and_the_environment_dont_count(
    site: Repository, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "ran"
    evil = tmp_path / "evil.sh"
    evil.write_text(f"#!/bin/sh\ntouch {mark}\nexit 1\n")
    evil.chmod(0o755)
    config = tmp_path / ".gitconfig"
    config.write_text(
        f"[core]\n\thooksPath = {tmp_path}\n\tfsmonitor = {evil}\n\tsshCommand = {evil}\n"
        f'[url "/nowhere"]\n\tinsteadOf = {site.path}\n[credential]\n\thelper = {evil}\n'
        f'[remote "origin"]\n\tuploadpack = {evil}\n[uploadpack]\n\tpackObjectsHook = {evil}\n'
    )
    (tmp_path / "reference-transaction").write_text(evil.read_text())
    (tmp_path / "reference-transaction").chmod(0o755)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name, value in {
        "GIT_CONFIG_GLOBAL": str(config),
        "GIT_DIR": "/nowhere",
        "GIT_WORK_TREE": "/nowhere",
        "GIT_OBJECT_DIRECTORY": "/nowhere",
        "GIT_SSH_COMMAND": str(evil),
        "GIT_ASKPASS": str(evil),
        "SSH_ASKPASS": str(evil),
        "GIT_EXTERNAL_DIFF": str(evil),
        "GIT_TRACE": str(tmp_path / "trace"),
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.sshCommand",
        "GIT_CONFIG_VALUE_0": str(evil),
        "GIT_TEMPLATE_DIR": str(tmp_path),
    }.items():
        monkeypatch.setenv(name, value)
    assert paths(synced(site.source(home))) == ["_books/a.md"]
    site.write("_books/b.md").commit()
    assert len(paths(synced(site.source(home)))) == 2
    assert not mark.exists()
    assert not (tmp_path / "trace").exists()
    assert not list(home.glob("0*/hooks/*"))


def test_a_program_in_the_working_folder_is_not_git(
    site: Repository, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = tmp_path / "git"
    fake.write_text("#!/bin/sh\nexit 7\n")
    fake.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f":{os.environ['PATH']}")
    assert paths(synced(site.source(home))) == ["_books/a.md"]


def test_without_git_one_line_says_so(
    site: Repository, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SourceError, match="git isn't installed") as caught:
        site.source(home).sync()
    assert "install git" in caught.value.hint


def test_a_git_that_is_too_old_is_refused(
    site: Repository, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = subprocess.run(["which", "git"], capture_output=True, text=True, check=True)
    old = tmp_path / "bin" / "git"
    old.parent.mkdir()
    old.write_text(
        '#!/bin/sh\nfor one; do test "$one" = version && echo git version 2.20.1 && exit; done\n'
        f'exec {real.stdout.strip()} "$@"\n'
    )
    old.chmod(0o755)
    monkeypatch.setenv("PATH", f"{old.parent}:{os.environ['PATH']}")
    with pytest.raises(SourceError, match="too old"):
        site.source(home).sync()


@pytest.mark.skipif(
    getattr(os, "geteuid", lambda: 1)() != 0, reason="only the superuser may give files away"
)
def test_a_repository_of_another_user_is_one_clear_line(site: Repository, home: Path) -> None:
    for path in [site.path, *site.path.rglob("*")]:
        os.chown(path, 12345, 12345)
    with pytest.raises(SourceError, match="belongs to another user") as caught:
        site.source(home).sync()
    assert "owner" in caught.value.hint


def test_a_link_that_begins_with_a_dash_or_a_tree_of_links(site: Repository, home: Path) -> None:
    (site.path / "_books" / "-x.md").symlink_to("--output=/tmp/x")
    for number in range(50):
        (site.path / "_books" / f"{number}.md").symlink_to(f"{number + 1}.md")
    site.commit()
    source = synced(site.source(home))
    assert "_books/-x.md" in paths(source)
    run_git("fsck", "--strict", at=site.path)


def test_over_ssh(
    site: Repository, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What ssh would do, without another machine: it runs its last argument.
    ssh = tmp_path / "bin" / "ssh"
    ssh.parent.mkdir()
    ssh.write_text(
        f'#!/bin/sh\necho "$@" >>{tmp_path}/asked\nfor last; do :; done\nexec sh -c "$last"\n'
    )
    ssh.chmod(0o755)
    monkeypatch.setenv("PATH", f"{ssh.parent}:{os.environ['PATH']}")
    for address in (f"git@example.org:{site.path}", f"ssh://git:geheim@example.org:22{site.path}"):
        assert paths(synced(GitSource(address, home, "x"))) == ["_books/a.md"]
    asked = (tmp_path / "asked").read_text()
    assert asked.count("-oBatchMode=yes") == len(asked.splitlines()) > 2
    assert "git@example.org git-upload-pack" in asked
    assert "geheim" not in asked


def test_without_ssh_one_line_says_so(
    site: Repository, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = subprocess.run(["which", "git"], capture_output=True, text=True, check=True)
    (tmp_path / "git").symlink_to(real.stdout.strip())
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SourceError, match="ssh isn't installed"):
        GitSource("git@example.org:x", home, "x").sync()


def test_what_a_server_says_cant_steer_a_terminal() -> None:
    error = words.said("remote: x\nfatal: remote error: \x1b[2J\x07 https://u:geheim@h/ no", "x")
    assert str(error) == "git can't fetch x: fatal: remote error: ?[2J? https://h/ no"


def test_a_link_that_says_too_much_leads_nowhere(site: Repository, home: Path) -> None:
    blob = site.git("hash-object", "-w", "--stdin", given=b"x/" * 5_000)
    site.git("update-index", "--add", "--cacheinfo", f"120000,{blob},_books/long.md")
    site.git("commit", "--quiet", "--message", "a long link")
    source = synced(site.source(home))
    with pytest.raises(ReadError, match="leads nowhere"):
        source.read("_books/long.md")
    assert source.read("_books/a.md")


def test_a_folder_for_the_clone_that_is_something_else(site: Repository, home: Path) -> None:
    home.write_text("a file")
    with pytest.raises(SourceError, match="can't be kept here"):
        site.source(home).sync()
