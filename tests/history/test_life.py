"""Whether another process works here."""

import pytest
from django.db import connection

from sandali.history.life import living


@pytest.fixture
def here(settings, tmp_path, db):
    settings.DATA = tmp_path


def test_whoever_comes_first_lets_go_of_what_the_dead_held_and_nobody_after_them(here):
    said: list[str] = []
    with living(lambda: said.append("first")), living(lambda: said.append("second")):
        assert said == (["first"] if connection.vendor == "sqlite" else [])
    with living(lambda: said.append("third")):
        assert said == (["first", "third"] if connection.vendor == "sqlite" else [])


def test_who_began_second_stays_alive_when_the_first_one_ends(here):
    said: list[str] = []
    first, second = living(lambda: None), living(lambda: None)
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    with living(lambda: said.append("third")):
        assert said == []
    second.__exit__(None, None, None)


def test_elsewhere_than_on_sqlite_nothing_is_let_go_of(here, monkeypatch):
    monkeypatch.setattr(connection._connections[connection._alias], "vendor", "postgresql")
    said: list[str] = []
    with living(lambda: said.append("first")):
        assert said == []
