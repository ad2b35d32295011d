"""The page of a link: the same kind page for every reason, nothing happens by opening, the token stays here (RELIABILITY I4, I11)."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from sandali.kit import signed_links as links
from sandali.kit.signed_links import make_link
from sandali.portal import views

DAY = timedelta(days=1)


def path_of(purpose="sample", number=7):
    """The path of a good link."""
    return make_link(purpose, number, lasts=DAY).partition("localhost:8000")[2]


@pytest.fixture
def acted(monkeypatch):
    """A page for the purpose "sample" that acts on POST alone; the list of what was done."""
    done = []

    def page(request, link):
        if request.method == "POST":
            done.append(link.number)
        return HttpResponse("here")

    monkeypatch.setitem(views.PAGES, "sample", page)
    return done


def test_a_good_link_shows_its_page(cast, client, acted):
    assert client.get(path_of()).content == b"here"


@pytest.mark.reliability("I11")
def test_wrong_old_and_foreign_links_get_one_and_the_same_page(cast, client, acted, monkeypatch):
    good = path_of()
    other = "y" if good[-3] == "x" else "x"  # whatever letter is there by chance
    bad = [good[:-3] + other + good[-2:], good.replace("sample", "survey"), path_of("survey"), "/p/sample/nonsense/"]
    pages = [client.get(path) for path in bad]
    later = links.timezone.now() + 2 * DAY
    monkeypatch.setattr(links.timezone, "now", lambda: later)
    pages.append(client.get(good))
    assert [page.status_code for page in pages] == [404] * 5
    main = [page.content.decode().partition("<main")[2].partition("</main>")[0] for page in pages]
    assert len(set(main)) == 1 and "این پیوند" in main[0]


@pytest.mark.reliability("I11")
@pytest.mark.parametrize("good", [True, False])
def test_the_token_travels_no_further(cast, client, acted, good):
    answer = client.get(path_of() if good else "/p/sample/nonsense/")
    assert (answer["Referrer-Policy"], answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-referrer", "no-store", "noindex")


@pytest.mark.reliability("I4")
def test_opening_it_changes_nothing_and_pressing_does(cast, acted):
    path, scanner = path_of(), Client(enforce_csrf_checks=True)
    for method in (scanner.get, scanner.head, scanner.options):
        method(path)
    assert acted == []
    Client().post(path)
    assert acted == [7]


def test_a_visitor_gets_no_session_for_looking(cast, client, acted):
    assert client.get(path_of()).cookies == {}
