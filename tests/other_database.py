"""`pytest --database-only`: what is asked once more when the suite ran on SQLite and PostgreSQL is looked at.

That is what the rooms below the front doors ask of a database, where rows are locked, searched, sorted and counted, and one walk of an
administrator over every page. What stands in LEFT_OUT asks through them, in the same words on either."""

from __future__ import annotations

from pathlib import Path

import pytest

TESTS = Path(__file__).parent
DATABASE_FIXTURES = frozenset(["db", "transactional_db", "live_server", "language", "server"])
LEFT_OUT = (
    "desk/*/*", "portal/*", "exchange/rest/*",  # pages and the API: they write nothing but through the rooms
    "channels/*/*",  # each kind of channel: what is kept of it stands in the room itself
    "browser/*", "demo/*", "corpora/*", "campaigns/*", "bench/*",  # the whole program: people, other people's mails, killed servers
    "desk/test_private_departments.py", "test_serving.py",  # the same
    "test_archives.py",  # moves to PostgreSQL by itself
)  # fmt: skip
WALKS, WALKED = "tests/desk/test_who_may_enter.py::test_nobody_comes_further_than_the_tables_say[", "admin]"


def add_option(parser: pytest.Parser) -> None:
    """Adds --database-only."""
    parser.addoption("--database-only", action="store_true", help="only what asks something of the database: for a run on another one")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """What is left out is not even read."""
    return True if config.getoption("--database-only") and is_left_out(collection_path) else None


def is_left_out(path: Path) -> bool:
    """Whether a file of tests, or a folder, is one of LEFT_OUT."""
    return any(path.match(str(TESTS / pattern)) for pattern in LEFT_OUT)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what asks nothing of a database, and the other walks."""
    if config.getoption("--database-only"):
        chosen = {item for item in items if uses_database(item) and (not item.nodeid.startswith(WALKS) or item.nodeid.endswith(WALKED))}
        config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
        items[:] = [item for item in items if item in chosen]


def uses_database(item: pytest.Item) -> bool:
    """Whether a test asks for the database, by its mark or by what it is given."""
    given = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or not DATABASE_FIXTURES.isdisjoint(given)
