"""The house rules that a machine can check: sizes, names, opening sentences."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "src").rglob("*.py"))
FORBIDDEN = {"utils", "helpers", "common", "core", "base"}
FORBIDDEN_ENDINGS = ("Manager", "Handler", "Service", "Processor", "Factory", "Mixin")
LONGEST = 400


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_a_module_opens_with_a_sentence_and_fits_in_a_room(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    opening = ast.get_docstring(ast.parse(text))
    assert opening, f"{module}: say what lives here"
    assert opening[0].isupper(), f"{module}: open with a sentence"
    assert text.count("\n") <= LONGEST, f"{module}: a room with a second wall"
    assert module.stem not in FORBIDDEN, f"{module}: name the subject"


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_a_class_is_named_for_a_thing(module: Path) -> None:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef):
            assert not node.name.endswith(FORBIDDEN_ENDINGS), f"{module}: {node.name}"


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_only_the_edge_prints_asks_the_time_or_reads_the_environment(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    called = {_called(node) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    if "cli" not in module.parts:
        assert "print" not in called
    if "workflow" not in module.parts:
        assert not called & {"datetime.now", "datetime.utcnow", "time.time", "date.today"}
    if module.stem != "settings":
        assert not called & {"os.getenv", "os.environ.get"}


def _called(call: ast.Call) -> str:
    return ast.unparse(call.func)


def test_imports_go_one_way() -> None:
    checked = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_what_takes_seconds_to_load_is_loaded_by_the_task_that_needs_it() -> None:
    slow = ("duckdb", "numba", "scipy.stats", "spacy", "splink", "trafilatura")
    asked = f"import sys, muniment.cli.app, muniment.desk.serving; print([one for one in {slow} if one in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"
