"""Options beat the environment, which beats the file; what is wrong is said with its line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from searchqa.config import Config, Options, ServerConfig, SourceConfig, find_index, load
from searchqa.config.server import with_texts
from searchqa.errors import ConfigError

FULL = """\
# where things are
index: built
sources:
  - path: site
    name: weeks
  - more/transcripts
aliases:
  adalov: [Ada L., Countess]
  bo: Bo the Great
page: https://books.example.org/{book}.html
server:
  host: 127.0.0.1
  port: 8123
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "searchqa.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_without_anything_the_index_lies_here(tmp_path: Path) -> None:
    found = load(tmp_path, {})
    assert found.index == tmp_path / "index"
    assert found.sources == ()
    assert found.origins["index"] == "default"


def test_the_file_sets_everything_relative_to_itself(tmp_path: Path) -> None:
    file = written(tmp_path, FULL)
    below = tmp_path / "deep" / "down"
    below.mkdir(parents=True)
    found = load(below, {})
    assert found.file == file
    assert found.index == tmp_path / "built"
    assert found.sources == (
        SourceConfig(tmp_path / "site", "weeks"),
        SourceConfig(tmp_path / "more/transcripts"),
    )
    assert dict(found.aliases) == {"adalov": ("Ada L.", "Countess"), "bo": ("Bo the Great",)}
    assert found.page == "https://books.example.org/{book}.html"
    assert found.server == ServerConfig(host="127.0.0.1", port=8123)
    assert found.origins["index"] == f"{file}:2"
    assert found.origins["aliases"] == f"{file}:7"


def test_the_nearest_file_counts(tmp_path: Path) -> None:
    written(tmp_path, "index: far")
    near = tmp_path / "near"
    near.mkdir()
    written(near, "index: close")
    assert load(near, {}).index == near / "close"


def test_a_file_without_an_index_means_the_one_beside_it(tmp_path: Path) -> None:
    written(tmp_path, "sources: site")
    below = tmp_path / "below"
    below.mkdir()
    assert find_index(below, {}) == tmp_path / "index"


def test_the_environment_beats_the_file_and_an_option_beats_both(tmp_path: Path) -> None:
    written(tmp_path, FULL)
    env = {"SEARCHQA_INDEX": "from-env", "SEARCHQA_SOURCE": f"one{os.pathsep}two"}
    found = load(tmp_path, env)
    assert found.index == tmp_path / "from-env"
    assert found.origins["index"] == "environment SEARCHQA_INDEX"
    assert [one.path.name for one in found.sources] == ["one", "two"]
    assert found.origins["sources"] == "environment SEARCHQA_SOURCE"
    typed = load(tmp_path, env, Options(index="typed", sources=("three",)))
    assert typed.index == tmp_path / "typed"
    assert typed.origins["index"] == "option --index"
    assert [one.path.name for one in typed.sources] == ["three"]


def test_an_empty_variable_is_none(tmp_path: Path) -> None:
    env = {"SEARCHQA_INDEX": "", "SEARCHQA_CONFIG": "", "SEARCHQA_SOURCE": ""}
    assert load(tmp_path, env) == load(tmp_path, {})


def test_a_named_file_is_read_from_anywhere(tmp_path: Path) -> None:
    file = written(tmp_path, "index: there")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    written(elsewhere, "index: here")
    assert load(elsewhere, {"SEARCHQA_CONFIG": str(file)}).index == tmp_path / "there"
    assert load(elsewhere, {}, Options(config="../searchqa.yaml")).index.name == "there"


def test_a_socket_is_relative_to_the_file(tmp_path: Path) -> None:
    written(tmp_path, "server: {socket: run/searchqa.sock, proxies: [unix, 10.0.0.0/8, '::1']}")
    (tmp_path / "below").mkdir()
    found = load(tmp_path / "below", {}).server
    assert found.socket == str(tmp_path / "run" / "searchqa.sock")
    assert found.proxies == ("unix", "10.0.0.0/8", "::1")


def test_reindexing_and_the_webhook_are_settings_and_the_environment_beats_the_file(
    tmp_path: Path,
) -> None:
    text = "server: {reindex_every: 2m, reindex_watch: yes, hook_secret_file: run/secret}\n"
    written(tmp_path, text)
    found = load(tmp_path / "below", {}).server
    assert (found.reindex_every, found.reindex_watch) == ("2m", True)
    assert (found.hook_secret, found.hook_secret_file) == ("", str(tmp_path / "run" / "secret"))
    beaten = load(tmp_path, {"SEARCHQA_HOOK_SECRET": "another secret"}).server
    assert (beaten.hook_secret, beaten.hook_secret_file) == ("another secret", "")
    assert load(tmp_path, {"SEARCHQA_HOOK_SECRET": ""}).server == found


def test_a_text_replaces_one_setting_of_a_server_and_leaves_the_others() -> None:
    server = ServerConfig(port=1, title="kept", log_queries=True)
    found = with_texts(server, {"port": ("2",), "log_queries": ("no",)})
    assert found == ServerConfig(port=2, title="kept")


@pytest.mark.parametrize(
    ("options", "env", "who"),
    [
        (Options(config="no.yaml"), {}, "--config"),
        (Options(), {"SEARCHQA_CONFIG": "no.yaml"}, "SEARCHQA_CONFIG"),
    ],
)
def test_a_named_file_that_is_missing_is_an_error(
    tmp_path: Path, options: Options, env: dict[str, str], who: str
) -> None:
    with pytest.raises(ConfigError, match=rf"^{who} names .*no\.yaml, which is not a file"):
        load(tmp_path, env, options)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("index: a\nsorces: b\n", 2, 'unknown setting "sorces"; did you mean "sources"?'),
        ("zzz: b\n", 1, 'unknown setting "zzz"'),
        ("index: a\nindex: b\n", 2, '"index" is there twice'),
        ("index: [a]\n", 1, '"index" has to be a text'),
        ("index: ''\n", 1, '"index" has to be a text'),
        ("- index\n", 1, "a list of settings was expected"),
        ("just words\n", 1, "a list of settings was expected"),
        ("sources:\n  - name: x\n", 2, "a source without a path"),
        ("sources:\n  - path: x\n    nmae: y\n", 3, 'unknown source setting "nmae"'),
        ("sources:\n  - path: x\n    collection: All\n", 3, 'a collection can\'t be called "All"'),
        ("sources:\n  - [a]\n", 2, '"sources" has to be a text'),
        ("aliases: [a]\n", 1, "a list of authors was expected"),
        ("aliases:\n  ada:\n    - {a: b}\n", 3, '"ada" has to be a text'),
        ("page: ftp://x/{book}\n", 1, '"page" has to be an http address'),
        ("page: https://example.org/\n", 1, '"page" has to be an http address'),
        ("server:\n  reindex_every: soon\n", 2, 'reindex_every: "soon" is no length of time'),
        ("server: {reindex_watch: perhaps}\n", 1, '"reindex_watch" is yes or no'),
        ("server:\n  port: many\n", 2, "port many isn't a number"),
        ("server:\n  port: 70000\n", 2, "port 70000 isn't a number"),
        ("server:\n  workers: 0\n", 2, "workers 0 isn't a number from 1 to 64"),
        ("server:\n  prot: 1\n", 2, 'unknown server setting "prot"; did you mean "port"?'),
        ("server:\n  log_queries: perhaps\n", 2, '"log_queries" is yes or no'),
        ("server:\n  root_path: qa\n", 2, "root_path qa isn't a path like /qa"),
        ("server:\n  url: example.org\n", 2, "url example.org isn't an http address"),
        ("server:\n  cors: https://a.example/b\n", 2, "cors https://a.example/b has a path"),
        ("server:\n  proxies: proxy.example\n", 2, "proxies proxy.example isn't an address"),
        ("server:\n  proxies: [127.0.0.1, 10.0.0.300/8]\n", 2, "proxies 10.0.0.300/8 isn't"),
        ("server:\n  port: [1, 2]\n", 2, '"port" takes one value'),
        ("index: a\n  sources: b\n", 2, "not YAML"),
        ("index: 'a\n", 2, "not YAML"),
        ("index: !!python/object:os.system a\nzzz: 1\n", 2, 'unknown setting "zzz"'),
    ],
)
def test_a_mistake_is_told_with_file_and_line(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    file = written(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, {})
    assert caught.value.message.startswith(f"{file}:{line}: {message}")
    assert caught.value.hint


@pytest.mark.parametrize(
    "data",
    [b"[" * 50_000, b"\xff\xfe\x00index", b"index: \x07", b"#" * 1_000_001],
    ids=["deep", "not-utf8", "control", "huge"],
)
def test_no_file_brings_it_down(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "searchqa.yaml").write_bytes(data)
    with pytest.raises(ConfigError, match=r"searchqa\.yaml"):
        load(tmp_path, {})


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "index:\nsources:\n"])
def test_a_file_that_says_nothing_changes_nothing(tmp_path: Path, text: str) -> None:
    file = written(tmp_path, text)
    found = load(tmp_path, {})
    assert found == Config(index=tmp_path / "index", file=file)


def test_yaml_is_imported_only_when_there_is_a_file(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from searchqa.config import load, find_index, Options\n"
        "here = pathlib.Path.cwd(); load(here, {}); print('yaml' in sys.modules)\n"
        "(here / 'searchqa.yaml').write_text('index: x')\n"
        "find_index(here, {}, Options(index='y')); print('yaml' in sys.modules)\n"
        "load(here, {}); print('yaml' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "False", "True"]
