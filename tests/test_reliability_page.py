"""docs/reliability.md is true: every check stands on it once, every test that it names exists and carries the check's mark."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reliability.md"
CHECK = re.compile(r"[A-O]\d{1,2}")
# A check without a test says why in these words.
WITHOUT = ("not of this part", "cannot be tried here", "missing:")


def sections() -> dict[str, tuple[list[str], dict[str, str]]]:
    """Each group's letter → the checks that it lists, and its rows: check → the cell of what holds it."""
    found = {}
    for part in PAGE.read_text("utf-8").split("\n## ")[1:]:
        listed = re.search(r"^Checks: (.+)\.$", part, re.M)
        if listed:
            rows = re.findall(r"^\| ([A-O]\d+) \| .+ \| (.+) \|$", part, re.M)
            assert len(rows) == len(dict(rows)), f"a check of {part[0]} stands twice"
            found[part[0]] = (listed[1].split(", "), dict(rows))
    return found


def marks_of(decorators: list[ast.expr]) -> set[str]:
    """The checks in `@pytest.mark.reliability(...)`."""
    calls = [one for one in decorators if isinstance(one, ast.Call) and ast.unparse(one.func).endswith("mark.reliability")]
    return {word.value for call in calls for word in call.args if isinstance(word, ast.Constant)}


@cache
def marks_in(path: Path) -> dict[str, set[str]]:
    """Name of each test of a file (`Class::name` in a class) → the checks whose mark it carries."""
    tree = ast.parse(path.read_text("utf-8"))
    whole = [node.value for node in tree.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark"]
    given = marks_of([one for value in whole for one in (value.elts if isinstance(value, ast.List) else [value])])
    found = {}
    for node in tree.body:
        inner = node.body if isinstance(node, ast.ClassDef) else [node]
        before = f"{node.name}::" if isinstance(node, ast.ClassDef) else ""
        for one in inner:
            if isinstance(one, ast.FunctionDef) and one.name.startswith("test_"):
                found[before + one.name] = given | marks_of(one.decorator_list)
    return found


def named() -> list[tuple[str, str]]:
    """Each check with each test that the page names for it."""
    rows = [row for _listed, rows in sections().values() for row in rows.items()]
    return [(check, test) for check, cell in rows for test in re.findall(r"`(tests/[^`]+)`", cell)]


def test_each_group_has_a_row_for_every_check_that_it_lists():
    assert sorted(sections()) == list("ABCDEFGHIJKLMNO")
    assert {letter: list(rows) for letter, (listed, rows) in sections().items()} == {letter: listed for letter, (listed, _rows) in sections().items()}
    assert {check for letter, (listed, _rows) in sections().items() for check in listed if check[0] != letter} == set()


def test_a_check_has_a_test_or_says_why_not():
    cells = {check: cell for _listed, rows in sections().values() for check, cell in rows.items()}
    assert {check for check, cell in cells.items() if "`tests/" not in cell and not cell.startswith(WITHOUT)} == set()


@pytest.mark.parametrize(("check", "test"), named())
def test_a_test_that_the_page_names_exists_and_carries_the_mark(check, test):
    path, _colons, name = test.partition("::")
    marks = marks_in(ROOT / path).get(name)
    assert marks is not None, f"{test} is not there"
    assert check in marks


def test_whatever_else_the_page_names_exists():
    others = set(re.findall(r"`(tests/[^`]+::[^`]+)`", PAGE.read_text("utf-8"))) - {test for _check, test in named()}
    assert len(others) > 10
    assert {test for test in others if test.partition("::")[2] not in marks_in(ROOT / test.partition("::")[0])} == set()


def test_every_mark_of_these_groups_is_a_check_of_the_page():
    listed = {check for checks, _rows in sections().values() for check in checks}
    marked = {check for path in (ROOT / "tests").rglob("test_*.py") for marks in marks_in(path).values() for check in marks}
    assert {mark for mark in marked if not CHECK.fullmatch(mark)} == set()
    assert {mark for mark in marked if mark[0] in sections() and mark not in listed} - {"O5", "M2"} == set()
