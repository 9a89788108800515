"""The imports of the package against the floors that ARCHITECTURE.md draws."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "searchqa"
GUIDE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}


def floors() -> dict[str, int]:
    rows = re.findall(r"^\| (\d) \| `([\w.]+)` \|", GUIDE, re.MULTILINE)
    return {part: int(floor) for floor, part in rows}


FLOORS = floors()


def part_of(module: str) -> str | None:
    """Return the longest part of the table that a module belongs to."""
    name = module.removeprefix("searchqa").removeprefix(".")
    while name:
        if name in FLOORS:
            return name
        name = name.rpartition(".")[0]
    return None


def imports_of(path: Path, tree: ast.AST) -> list[tuple[str, int, bool]]:
    """Return (module of ours, line, only for types) of each import."""
    typed = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    found = []
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            base = node.module or ""
            names = [
                f"{base}.{a.name}" if f"{base}.{a.name}" in MODULES else base for a in node.names
            ]
        found += [
            (name, getattr(node, "lineno", 0), id(node) in typed)
            for name in names
            if name == "searchqa" or name.startswith("searchqa.")
        ]
    return found


TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}


def test_the_guide_has_a_table_of_floors() -> None:
    assert len(FLOORS) > 15


def test_each_module_belongs_to_a_part_of_the_guide() -> None:
    free = {"searchqa", "searchqa.__main__", "searchqa.sample"}
    assert [name for name in MODULES if name not in free and part_of(name) is None] == []


def test_each_part_of_the_guide_exists() -> None:
    parts = {part_of(name) for name in MODULES}
    assert [part for part in FLOORS if part not in parts] == []


@pytest.mark.parametrize("module", sorted(MODULES))
def test_imports_point_downward(module: str) -> None:
    mine = part_of(module)
    if mine is None:
        return
    upward = []
    for target, line, _ in imports_of(MODULES[module], TREES[module]):
        other = part_of(target)
        # The version is a fact; the package itself only exports.
        if other is None:
            upward.append(f"line {line}: {target} is not a part")
        elif other != mine and FLOORS[other] >= max(FLOORS[mine], 1):
            upward.append(f"line {line}: {mine} (floor {FLOORS[mine]}) imports {other}")
    assert upward == []


def test_no_cycle_between_modules() -> None:
    graph = {
        name: {
            target
            for target, _, typed in imports_of(MODULES[name], TREES[name])
            if not typed and target != name and target in MODULES
        }
        for name in MODULES
    }
    # A package's own modules may be exported by its __init__; that edge is no use of it.
    done: set[str] = set()

    def walk(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " → ".join((*trail[trail.index(name) :], name))
        if name in done:
            return
        for target in graph[name]:
            walk(target, (*trail, name))
        done.add(name)

    for name in graph:
        walk(name, ())


def test_each_late_import_gives_its_reason() -> None:
    bare = []
    for name, tree in TREES.items():
        lines = MODULES[name].read_text(encoding="utf-8").splitlines()
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            late = [n for n in ast.walk(function) if isinstance(n, ast.Import | ast.ImportFrom)]
            late.sort(key=lambda node: node.lineno)
            ends = 0
            for node in late:
                beside = lines[node.lineno - 2 : node.lineno]
                follows = node.lineno == ends + 1
                if not follows and not any("#" in line for line in beside):
                    bare.append(f"{MODULES[name]}:{node.lineno}")
                ends = node.end_lineno or node.lineno
    assert bare == []


def test_files_stay_small_or_say_why() -> None:
    excused = GUIDE.partition("## Files over 300 lines")[2]
    long = [
        str(path.relative_to(ROOT))
        for folder in ("searchqa", "tests", "benchmarks")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if len(path.read_text(encoding="utf-8").splitlines()) > 300
        and f"`{path.relative_to(ROOT)}`" not in excused
    ]
    assert long == []


def test_init_files_only_export() -> None:
    allowed = (ast.Import, ast.ImportFrom, ast.Expr, ast.Assign, ast.If)
    wrong = [
        f"{MODULES[name]}:{node.lineno}"
        for name, tree in TREES.items()
        if MODULES[name].name == "__init__.py"
        for node in tree.body
        if not isinstance(node, allowed)
    ]
    assert wrong == []


def test_each_module_says_what_it_is_for() -> None:
    silent = [name for name, tree in TREES.items() if not ast.get_docstring(tree)]
    assert silent == []


def test_links_of_the_guides_exist() -> None:
    dead = []
    for document in (ROOT / "README.md", ROOT / "ARCHITECTURE.md", *sorted(ROOT.glob("docs/*.md"))):
        for target in re.findall(r"\]\(([^)#\s]+)", document.read_text(encoding="utf-8")):
            if not target.startswith(("http:", "https:", "mailto:")):
                there = (document.parent / target).exists()
                dead += [] if there else [f"{document.name}: {target}"]
    assert dead == []
