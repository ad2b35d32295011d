"""The first run, in both languages: three short parts, then an inbox that is not empty."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.running import data_folder, running
from tests.migrated import lay_migrated

PASSWORD = "turquoise chair by the window"


@pytest.fixture
def empty_house():
    """A server on an empty data folder."""
    with data_folder() as data, running(data) as server:
        yield server


@pytest.fixture
def prepared_house():
    """The same, its tables made already: half a minute less on a busy machine."""
    with data_folder() as data:
        lay_migrated(data)
        with running(data) as server:
            yield server


def test_the_first_visit_in_persian_leads_to_an_inbox_with_an_example_and_the_first_steps(visit, empty_house):
    owner = visit(empty_house.address)
    page = owner.open("/")
    assert (owner.path, page.locator("html").get_attribute("dir")) == ("/setup/", "rtl")
    page.get_by_label("نام شرکت").fill("چای ایرانی")
    page.get_by_label("نام شما").fill("مریم رضایی")
    page.get_by_label("ایمیل شما").fill("maryam@example.ir")
    page.get_by_label("گذرواژه").first.fill(PASSWORD)
    owner.see(".setup-actions button").click()
    page.wait_for_url("**/cases/**")
    owner.look()
    expect(page.locator(".list-row .list-title")).to_have_text(["نرگس بهاری"])
    expect(page.locator(".first-step")).to_have_count(5)
    assert page.locator("html").get_attribute("lang") == "fa"
    page.locator(".list-row").click()
    expect(page.locator("#case-thread .message")).to_have_count(1)
    owner.look()


def test_the_first_visit_in_english_keeps_what_was_typed_when_the_language_is_chosen(visit, prepared_house):
    owner = visit(prepared_house.address)
    page = owner.open("/")
    page.get_by_label("نام شرکت").fill("Corner Tea")
    page.get_by_role("button", name="English").click()
    owner.language = "en"
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    expect(page.get_by_label("Name of the company")).to_have_value("Corner Tea")
    owner.look()
    page.get_by_label("Country").select_option("GB")
    page.get_by_label("Time zone").select_option("Europe/London")
    page.get_by_label("Your name").fill("Mary Field")
    page.get_by_label("Your e-mail").fill("mary@example.org")
    page.get_by_label("Password").first.fill(PASSWORD)
    owner.see(".setup-actions button").click()
    page.wait_for_url("**/cases/**")
    owner.look()
    expect(page.locator(".list-row .list-title")).to_have_text(["Nora Field"])
    expect(page.locator(".first-step")).to_have_count(5)


def test_the_set_up_is_closed_once_it_is_done(visit, house):
    stranger = visit(house.server.address)
    answer = stranger.page.goto(f"{house.server.address}/setup/")
    assert answer.status == 404
    stranger.look()
