"""Language, calendar and zone of whoever asks; the set-up first; hosts (RELIABILITY I6, I14, M8)."""

import pytest
from django.core.exceptions import DisallowedHost
from django.http import HttpResponse

from sandali.desk.middleware import public_host
from sandali.kit.dates import current_display


def shown(answer):
    """Language and direction of a page."""
    text = answer.content.decode()
    return answer["Content-Language"], 'dir="rtl"' in text.partition(">")[2].partition(">")[0]


@pytest.mark.django_db
@pytest.mark.reliability("I14")
def test_before_the_set_up_every_page_leads_to_it_and_afterwards_it_is_gone(client, cast):
    assert client.get("/setup/").status_code == 404
    cast.company.delete()
    assert [client.get(path)["Location"] for path in ("/", "/cases/", "/account/login/", "/p/confirmation/x/")] == ["/setup/"] * 4
    assert client.get("/setup/").status_code == 200


def test_a_visitor_reads_the_companys_language_until_they_choose(cast, client):
    assert shown(client.get("/account/login/")) == ("fa", True)
    client.post("/me/language/", {"language": "en"})
    assert shown(client.get("/account/login/")) == ("en", False)


def test_a_persons_own_choice_wins_over_the_cookie(cast, client):
    client.cookies["lang"] = "en"
    client.force_login(cast.sara)
    assert shown(client.get("/me/")) == ("fa", True)


def test_calendar_and_zone_follow_the_person(cast, client):
    cast.sara.language, cast.sara.calendar, cast.sara.zone = "en", "jalali", "Europe/Berlin"
    cast.sara.save()
    client.force_login(cast.sara)
    client.get("/me/")
    display = current_display()
    assert (display.language, display.calendar, str(display.zone)) == ("en", "jalali", "Europe/Berlin")


def test_being_here_is_noted_at_most_once_a_minute(cast, client):
    client.force_login(cast.sara)
    client.get("/me/")
    cast.sara.refresh_from_db()
    first = cast.sara.seen_at
    client.get("/me/")
    cast.sara.refresh_from_db()
    assert first is not None and cast.sara.seen_at == first


@pytest.mark.reliability("I6")
@pytest.mark.parametrize("host", ["evil.test", "localhost.evil.test", "localhost@evil.test", "evil.test:8000", "localhost/evil", ""])
def test_a_foreign_host_is_refused_on_every_address(cast, client, host):
    client.raise_request_exception = False
    assert [client.get(path, headers={"Host": host}).status_code for path in ("/account/login/", "/-/live", "/nothing/")] == [400] * 3


@pytest.mark.reliability("I6")
def test_a_forwarded_host_is_ignored(cast, client):
    answer = client.get("/cases/", headers={"X-Forwarded-Host": "evil.test", "Forwarded": "host=evil.test"})
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/cases/")


@pytest.mark.reliability("I6")
@pytest.mark.parametrize(("host", "good"), [("desk.test", True), ("desk.test:443", True), ("desk.test:8443", False), ("127.0.0.1:8000", True)])
def test_on_https_our_name_has_our_port(rf, settings, host, good):
    settings.PUBLIC_URL, settings.SECURE, settings.ALLOWED_HOSTS = "https://desk.test", True, ["desk.test", "127.0.0.1"]
    handle = public_host(lambda request: HttpResponse("in"))
    request = rf.get("/", headers={"Host": host})
    if good:
        assert handle(request).content == b"in"
    else:
        with pytest.raises(DisallowedHost):
            handle(request)
