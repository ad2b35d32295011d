"""Holds the house rules over the whole tree and prints who breaks them; each rule is shown to catch what it forbids."""

import subprocess
import tomllib
from functools import cache
from pathlib import Path, PurePosixPath

import pytest

from tests import house
from tests.house import File

ROOT = Path(__file__).resolve().parents[1]
TEXT = {".py", ".html", ".txt", ".css", ".js", ".md", ".toml", ".json", ".lock", ".po", ".svg", ".yml", ".sh", ""}
CODE = ("sandali/", "tools/", "bench/")


@cache
def paths() -> tuple[str, ...]:
    """Every file that is, or would be, committed."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    found = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(sorted(path for path in found.split("\0") if path and (ROOT / path).is_file()))


@cache
def files() -> tuple[File, ...]:
    """The text files among them."""
    chosen = [path for path in paths() if PurePosixPath(path).suffix in TEXT and not path.startswith("data/")]
    return tuple(File(path, (ROOT / path).read_text("utf-8", errors="replace")) for path in chosen)


def python(*folders: str, migrations: bool = False) -> list[File]:
    return [
        file
        for file in files()
        if file.path.endswith(".py") and file.path.startswith(folders) and ("/migrations/" in file.path) == migrations
    ]


def pages(suffix: str) -> list[File]:
    return [file for file in files() if file.path.startswith("sandali/") and file.path.endswith(suffix)]


@cache
def rooms() -> tuple[str, ...]:
    """The rooms that exist, from the one list of them: import-linter's layers in pyproject.toml."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = next(contract["layers"] for contract in settings["tool"]["importlinter"]["contracts"] if "layers" in contract)
    return tuple(name.strip("()") for name in layers if (ROOT / "sandali" / name.strip("()")).is_dir())


def cards() -> list[File]:
    return [file for file in files() if file.path in {f"sandali/{room}/__init__.py" for room in rooms()}]


def sized() -> list[File]:
    migrations_and_data = ("/migrations/", "/mails/", "/payloads/")
    return [file for file in files() if not any(part in file.path for part in migrations_and_data)]


RULES = [
    (house.http_below_the_front_doors, lambda: python("sandali/")),
    (house.unexplained_inner_import, lambda: python(*CODE)),
    (house.long_function, lambda: python(*CODE)),
    (house.signal_receiver, lambda: python("sandali/")),
    (house.save_override, lambda: python("sandali/")),
    (house.unexplained_broad_except, lambda: python(*CODE)),
    (house.fetch_without_access, lambda: python("sandali/")),
    (house.channel_kind_by_name, lambda: python("sandali/")),
    (house.app_code_in_migration, lambda: python("sandali/", migrations=True)),
    (house.unexplained_safe_string, lambda: python("sandali/")),
    (house.missing_docstring, lambda: python(*CODE, "tests/")),
    (house.poor_card, cards),
    (house.inline_code, lambda: pages(".html")),
    (house.unexplained_safe_filter, lambda: pages(".html")),
    (house.physical_side, lambda: pages(".css")),
    (house.unexplained_html_in_script, lambda: pages(".js")),
    (house.address_of_a_registry, files),
    (house.path_of_a_machine, files),
    (house.too_long, sized),
]


@pytest.mark.parametrize(("rule", "scope"), RULES, ids=lambda value: getattr(value, "__name__", ""))
def test_nothing_breaks_the_rule(rule, scope):
    offences = [f"{file.path}:{offence}" for file in scope() for offence in rule(file)]
    assert not offences, "\n".join([(rule.__doc__ or "").strip(), *offences])


def test_no_third_party_code_is_committed():
    assert [path for path in paths() if house.THIRD_PARTY.search(path)] == []


def test_every_folder_of_sandali_that_is_a_room_has_its_layer():
    folders = {path.split("/")[1] for path in paths() if path.startswith("sandali/") and path.endswith("/__init__.py")}
    assert sorted(folders - {"__init__.py"}) == sorted(rooms())


def test_every_room_has_tests_in_the_folder_of_its_name():
    tested = {path.split("/")[1] for path in paths() if path.startswith("tests/") and "/test_" in path}
    assert [room for room in rooms() if room not in tested] == []


# What each rule must catch, and what it must let pass: (rule, path, wrong, right).
SAMPLES = [
    ("http_below_the_front_doors", "sandali/cases/actions.py", "from django.http import HttpResponse", "import httpx"),
    ("http_below_the_front_doors", "sandali/cases/queries.py", "from django import urls", "from django import db"),
    (
        "http_below_the_front_doors",
        "sandali/cases/actions.py",
        "from django.urls import reverse",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from django.http import HttpRequest",
    ),
    (
        "unexplained_inner_import",
        "sandali/kit/a.py",
        "def f():\n    import os  # noqa: PLC0415",
        "def f():\n    import os  # slow, and rarely needed\n    import re",
    ),
    ("long_function", "sandali/kit/a.py", "def f():\n" + "    x = 1\n" * 40, "def f():\n" + "    x = 1\n" * 39),
    ("signal_receiver", "sandali/cases/a.py", "from django.db.models.signals import post_save", "import signal"),
    ("signal_receiver", "sandali/cases/a.py", "from django.dispatch import receiver", "from django import db"),
    ("save_override", "sandali/cases/a.py", "class A:\n    def save(self): pass", "class A:\n    def saved(self): pass"),
    ("unexplained_broad_except", "a.py", "try: pass\nexcept:\n  pass", "try: pass\nexcept ValueError:\n  pass"),
    (
        "unexplained_broad_except",
        "a.py",
        "try: pass\nexcept (ValueError, Exception):  # noqa: BLE001\n  pass",
        "try: pass\nexcept Exception:  # noqa: BLE001 - one bad mail must not stop the rest\n  pass",
    ),
    ("unexplained_broad_except", "a.py", "try: pass\nexcept BaseException:\n  f()", "try: pass\nexcept BaseException:\n  raise"),
    ("fetch_without_access", "sandali/desk/views.py", "Case.objects.get(id=1)", "access_case(user, 1)"),
    ("channel_kind_by_name", "sandali/cases/a.py", "x = channel.kind == 'email'", "x = channel.kind in KINDS"),
    ("channel_kind_by_name", "sandali/cases/a.py", "x = kind not in ('counter', 'phone')", "x = identity.kind == 'phone'"),
    ("channel_kind_by_name", "sandali/channels/a.py", "x.exclude(kind__in=['counter'])", "create_channel(kind='counter')"),
    ("channel_kind_by_name", "sandali/desk/a.py", "X = {'email': 1, 'counter': 2}", "X = {'email': 1, 'phone': 2}"),
    ("app_code_in_migration", "sandali/a/migrations/0001.py", "import sandali.kit.text", "from django.db import models"),
    ("app_code_in_migration", "sandali/a/migrations/0001.py", "from ..models import Case", "import json"),
    ("unexplained_safe_string", "sandali/kit/a.py", "mark_safe(x)", "mark_safe(x)  # noqa: TID251 - cleaned by nh3"),
    ("unexplained_safe_string", "sandali/kit/a.py", "SafeString(a + b)", "SafeString('<br>')"),
    ("missing_docstring", "a.py", "x = 1", '"""What it is for."""'),
    ("poor_card", "sandali/cases/__init__.py", '"""cases"""', '"""Cases.\n\na\nb\nc\n"""'),
    ("poor_card", "sandali/cases/__init__.py", '"""Cases.\n\na\nb\nc\n"""\nx = 1', '"""Cases.\n\na\nb\nc\n"""'),
    ("inline_code", "a.html", "<script>x()</script>", '<script src="x.js"></script>'),
    ("inline_code", "a.html", "<script defer>x()</script>", '<script type="application/json">{}</script>'),
    ("inline_code", "a.html", '<a class="b" onclick="x()">', '<a data-on="x">'),
    ("inline_code", "a.html", '<a href="javascript:x()">', '<a href="/script">'),
    ("inline_code", "a.html", '<p style="color:red">', '{# <p style=""> #}<p>'),
    ("unexplained_safe_filter", "a.html", "{{ a|safe }}", "{{ a|safe }} {# nh3 cleaned it #}"),
    ("physical_side", "a.css", "a { margin-left: 1px }", "a { margin-inline-start: 1px } /* left */"),
    ("physical_side", "a.css", "a { text-align: right }", "a { text-align: end; color: bright }"),
    ("physical_side", "a.css", "a { padding: 1px 2px 1px 3px; }", "a { padding: 1px 2px 3px 2px; }"),
    ("unexplained_html_in_script", "a.js", "x.innerHTML = y;", "x.textContent = y;"),
    ("address_of_a_registry", "requirements.lock", "a @ https://example.com/a.whl", "a==1"),
    ("address_of_a_registry", "package-lock.json", '"resolved": "x"', '"version": "1"'),
    ("address_of_a_registry", "README.md", "https://pyp" + "i.org/simple", "on PyPI"),
    ("path_of_a_machine", "a.md", "see /wor" + "k/shared", "see docs/network/a"),
    ("too_long", "a.py", "\n" * 401, "\n" * 400),
    ("too_long", "a.css", "\n" * 251, "\n" * 250),
    ("too_long", "a.html", "\n" * 151, "\n" * 150),
]


@pytest.mark.parametrize(("rule", "path", "wrong", "right"), SAMPLES)
def test_the_rule_catches_what_it_forbids_and_nothing_else(rule, path, wrong, right):
    check = getattr(house, rule)
    assert (len(list(check(File(path, wrong)))), list(check(File(path, right)))) == (1, [])
