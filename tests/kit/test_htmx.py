"""Answers: whole and part agree, only listed parts are given, done redirects, a wrong form keeps what was typed."""

import pytest
from django import forms
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory

from sandali.kit import htmx

TEMPLATE = """<main>{% partialdef rows inline %}<ul id="rows"><li>{{ word }}</li></ul>{% endpartialdef %}
{% partialdef secret %}<p id="secret">{{ word }}</p>{% endpartialdef %}</main>"""


@pytest.fixture(autouse=True)
def template(tmp_path, settings) -> None:
    """One template with two parts, found before all others."""
    (tmp_path / "words.html").write_text(TEMPLATE, encoding="utf-8")
    (tmp_path / "kit").mkdir()
    (tmp_path / "kit" / "toasts.html").write_text("{% toasts %}", encoding="utf-8")
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [tmp_path],
            "APP_DIRS": False,
            "OPTIONS": {
                "loaders": [("template_partials.loader.Loader", ["django.template.loaders.filesystem.Loader"])],
                "context_processors": ["django.contrib.messages.context_processors.messages"],
                "builtins": ["sandali.kit.templatetags.kit", "template_partials.templatetags.partials"],
            },
        }
    ]
    engines.__dict__.pop("templates", None)


def ask(target: str = "", *, htmx_asks: bool = True, method: str = "get", data=None, **headers: str) -> HttpRequest:
    given = {"HX-Request": "true", "HX-Request-Type": "partial"} if htmx_asks else {}
    if target:
        given["HX-Target"] = target
    request = getattr(RequestFactory(), method)("/words/?page=2", data or {}, headers={**given, **headers})
    request._messages = CookieStorage(request)
    return request


def test_a_browser_gets_the_whole_page():
    answer = htmx.page(ask(htmx_asks=False), "words.html", {"word": "سلام"}, part="rows")
    assert answer.content.decode().split() == ["<main><ul", 'id="rows"><li>سلام</li></ul>', "</main>"]


def test_the_part_is_the_same_text_as_in_the_whole_page():
    whole = htmx.page(ask(htmx_asks=False), "words.html", {"word": "x"}, part="rows").content
    part = htmx.page(ask("ul#rows"), "words.html", {"word": "x"}, part="rows").content
    assert part.decode() == '<ul id="rows"><li>x</li></ul>'
    assert part in whole


def test_a_part_can_be_named_where_the_target_has_no_id():
    answer = htmx.page(ask("div", **{"Sandali-Part": "rows"}), "words.html", {"word": "x"}, part=("rows",))
    assert answer.content.decode() == '<ul id="rows"><li>x</li></ul>'


def test_a_part_that_the_view_does_not_list_is_not_given_but_loaded_as_a_page():
    answer = htmx.page(ask("p#secret"), "words.html", {"word": "x"}, part="rows")
    assert (answer.content, answer["HX-Redirect"]) == (b"", "/words/?page=2")


def test_going_back_in_history_gets_the_whole_page():
    answer = htmx.page(ask("ul#rows", **{"HX-History-Restore-Request": "true"}), "words.html", {"word": "x"}, part="rows")
    assert answer.content.startswith(b"<main>")


def test_several_parts_are_each_sent_to_their_element():
    answer = htmx.fragments(ask(), "words.html", "rows", "secret", context={"word": "x"}, swap="outerMorph")
    assert answer.content.decode().split("\n") == [
        '<hx-partial hx-target="#rows" hx-swap="outerMorph"><ul id="rows"><li>x</li></ul></hx-partial>',
        '<hx-partial hx-target="#secret" hx-swap="outerMorph"><p id="secret">x</p></hx-partial>',
    ]


def test_done_redirects_so_that_reloading_does_not_post_again():
    answer = htmx.done(ask(htmx_asks=False, method="post"), "/cases/5/")
    assert (answer.status_code, answer["Location"]) == (303, "/cases/5/")


def test_done_for_htmx_redirects_too_and_can_leave_the_page():
    answer = htmx.done(ask(method="post"), "/cases/5/", leave=True)
    assert (answer.status_code, answer["HX-Redirect"]) == (200, "/cases/5/")


def test_the_word_that_it_is_done_comes_with_the_next_part_and_carries_the_way_back():
    request = ask("ul#rows")
    htmx.done(request, "/words/", "Assigned to <Reza>", undo="/cases/5/assignment/undo/")
    html = htmx.page(request, "words.html", {"word": "x"}, part="rows").content.decode()
    assert html.startswith('<ul id="rows"><li>x</li></ul>\n<hx-partial hx-target="#toasts" hx-swap="beforeend"><s-toast seconds="10">')
    assert html.count("Assigned to &lt;Reza&gt;") == 1
    assert html.count('action="/cases/5/assignment/undo/"') == 1


class WordForm(forms.Form):
    word = forms.CharField(max_length=3)


@pytest.mark.parametrize(("typed", "status"), [("abcd", 422), ("abc", 200)])
def test_a_wrong_form_answers_422_with_what_was_typed(typed, status):
    request = ask("ul#rows", method="post", data={"word": typed})
    form = WordForm(request.POST)
    values = htmx.cleaned(form, request)
    answer = htmx.page(request, "words.html", {"word": form["word"].value()}, part="rows")
    assert values == ({"word": "abc"} if status == 200 else None)
    assert (answer.status_code, answer.content.decode()) == (status, f'<ul id="rows"><li>{typed}</li></ul>')


def test_a_form_that_was_not_posted_is_not_wrong():
    request = ask(htmx_asks=False)
    assert htmx.cleaned(WordForm(), request) is None
    assert htmx.page(request, "words.html", {"word": ""}).status_code == 200


def test_a_part_that_news_refreshes_leaves_messages_to_the_page_that_is_on_its_way():
    request = ask("ul#rows", **{"Sandali-News": "true"})
    request._messages.add(25, "Done")
    answer = htmx.page(request, "words.html", {"word": "x"}, part="rows")
    assert answer.content.decode() == '<ul id="rows"><li>x</li></ul>'
    assert [str(message) for message in request._messages] == ["Done"]
