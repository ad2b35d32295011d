"""Signed links: one purpose, one object, until a moment (RELIABILITY I11)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.kit import signed_links as links
from sandali.kit.signed_links import make_link, read_link

DAY = timedelta(days=1)


def token_of(address: str) -> str:
    """The last part of a link."""
    return address.rstrip("/").rsplit("/", 1)[1]


def test_a_link_says_what_it_was_made_for():
    link = read_link("confirmation", token_of(make_link("confirmation", 12, lasts=DAY)))
    assert (link.purpose, link.number) == ("confirmation", 12)
    assert DAY <= link.expires - timezone.now() <= 2 * DAY


@pytest.mark.reliability("I6")
def test_it_stands_on_the_configured_address(settings):
    settings.PUBLIC_URL = "https://desk.example.ir"
    assert make_link("survey", 1, lasts=DAY).startswith("https://desk.example.ir/p/survey/1-")


@pytest.mark.reliability("I11")
def test_it_opens_nothing_else():
    token = token_of(make_link("survey", 12, lasts=DAY))
    number, expires, code = token.split("-")
    others = [("confirmation", token), ("survey", f"13-{expires}-{code}"), ("survey", f"{number}-{int(expires) + 1}-{code}"), ("survey", token[:-1])]
    assert [read_link(purpose, given) for purpose, given in others] == [None] * 4


def test_an_old_link_is_none(monkeypatch):
    token = token_of(make_link("survey", 12, lasts=DAY))
    later = timezone.now() + 2 * DAY + timedelta(seconds=1)
    monkeypatch.setattr(links.timezone, "now", lambda: later)
    assert read_link("survey", token) is None


@pytest.mark.parametrize("token", ["", "-", "--", "1", "1-2", "1-2-", "١-2-x", "1-2-\u0661", "9" * 40 + "-1-x", "1-" + "9" * 40 + "-x", "-1-2-x", "1-2-é", "\x00-1-x"])
def test_nonsense_is_none(token):
    assert read_link("survey", token) is None


def test_its_code_has_130_bits_in_letters_that_mail_does_not_break():
    code = token_of(make_link("survey", 12, lasts=DAY)).split("-")[2]
    assert (len(code) * 5, code == code.lower(), code.isalnum()) == (130, True, True)


def test_a_mail_program_that_raises_its_letters_does_not_break_it():
    assert read_link("survey", token_of(make_link("survey", 12, lasts=DAY)).upper()) is not None
