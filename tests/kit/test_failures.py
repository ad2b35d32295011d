"""Error pages: every status in both languages, with a reference number; for htmx a toast instead of a page."""

import re

import pytest
from django.test import RequestFactory
from django.utils import translation

from sandali.kit.failures import failure, new_reference


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize("status", [400, 403, 404, 409, 429, 500])
def test_each_page_says_what_happened_and_gives_a_reference_number(status, language):
    with translation.override(language):
        answer = failure(RequestFactory().get("/x/"), status)
    html = answer.content.decode()
    assert answer.status_code == status
    assert re.search(r'<html lang="(..)" dir="(...)"', html).groups() == (language, "rtl" if language == "fa" else "ltr")
    assert len(re.findall(r"<h1>[^<]+</h1>", html)) == 1
    assert len(re.findall(r"<code>[2-9A-Z]{4}-[2-9A-Z]{4}</code>", html)) == 1


def test_htmx_gets_a_toast_that_never_lands_inside_the_page():
    answer = failure(RequestFactory().get("/x/", headers={"HX-Request": "true", "HX-Target": "li#row-5"}), 409, explanation="Reza was quicker")
    html = answer.content.decode()
    assert html.startswith('<hx-partial hx-target="#toasts" hx-swap="beforeend"><s-toast seconds="20"><div class="toast bad" role="alert">')
    assert html.count('<p>Reza was quicker</p>') == 1
    assert html.endswith("</hx-partial>")


def test_too_many_attempts_say_when_to_come_back():
    with translation.override("en"):
        answer = failure(RequestFactory().get("/x/"), 429, retry_after=30)
    assert answer["Retry-After"] == "30"
    assert answer.content.decode().count("Please try again in 30 seconds.") == 1


def test_reference_numbers_differ():
    assert len({new_reference() for _ in range(200)}) == 200
