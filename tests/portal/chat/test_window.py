"""The loader and the window: who may frame it, in which language, and what it says of us."""

import gzip
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from sandali.cases.models import Skill
from sandali.channels.models import Channel
from sandali.company.actions.hours import write_week
from sandali.kit.dates import displayed
from sandali.portal.chat.people import presence_of
from tests.portal.chat.conftest import KEY, SHOP

pytestmark = pytest.mark.django_db


def directives(answer):
    """Its content security policy by directive."""
    return {part.split()[0]: part.split()[1:] for part in answer["Content-Security-Policy"].split(";")}


@pytest.mark.reliability("G1")
def test_the_window_may_be_framed_by_the_named_websites_and_ourselves_alone(client, chat):
    answer = client.get(f"/chat/{KEY}/?lang=fa&host={SHOP}")
    assert (answer.status_code, directives(answer)["frame-ancestors"], "X-Frame-Options" in answer) == (200, ["'self'", SHOP, "http://localhost:9000"], False)
    assert (directives(answer)["script-src"], directives(answer)["style-src"], answer["Referrer-Policy"]) == (["'self'"], ["'self'"], "same-origin")
    assert answer.cookies == {}


@pytest.mark.reliability("G3")
@pytest.mark.parametrize(("host", "known"), [(SHOP, SHOP), ("https://evil.example", ""), ("https://shop.example.evil.example", ""), ("null", ""), ("", "")])
def test_the_window_speaks_to_a_named_website_alone(client, chat, host, known):
    assert f'data-host="{known}"' in client.get(f"/chat/{KEY}/", {"host": host}).content.decode()


def test_a_chat_counts_as_working_once_it_stood_on_a_page_of_theirs(client, chat):
    client.get(f"/chat/{KEY}/?host=https://evil.example")
    assert Channel.objects.get(pk=chat.pk).last_ok_at is None
    client.get(f"/chat/{KEY}/?host={SHOP}")
    assert Channel.objects.get(pk=chat.pk).last_ok_at is not None


@pytest.mark.parametrize(("asked", "words", "direction"), [("fa", "سلام، در خدمتیم.", "rtl"), ("en", "Have a question? Talk to us.", "ltr"), ("de", "سلام، در خدمتیم.", "rtl")])
def test_the_window_speaks_the_language_of_the_page(client, chat, asked, words, direction):
    page = client.get(f"/chat/{KEY}/?lang={asked}").content.decode()
    assert (words in page, f'dir="{direction}"' in page) == (True, True)


def test_the_loader_is_small_and_may_stand_on_any_page(client, chat):
    answer = client.get(f"/chat/{KEY}.js")
    assert (answer.status_code, answer["Content-Type"], answer["Cross-Origin-Resource-Policy"]) == (200, "text/javascript; charset=utf-8", "cross-origin")
    packed = client.get(f"/chat/{KEY}.js", headers={"Accept-Encoding": "gzip"})
    assert (packed["Content-Encoding"], "Accept-Encoding" in packed["Vary"], gzip.decompress(packed.content) == answer.content) == ("gzip", True, True)
    assert (len(packed.content) < 6 * 1024, KEY in answer.content.decode(), "innerHTML" in answer.content.decode()) == (True, True, False)


@pytest.mark.parametrize("path", ["", ".js"])
@pytest.mark.parametrize("change", [{"is_active": False}, {"archived_at": datetime(2026, 1, 1, tzinfo=UTC)}, {"kind": "counter"}])
def test_a_chat_that_is_paused_closed_or_none_is_not_there(client, chat, change, path):
    Channel.objects.filter(pk=chat.pk).update(**change)
    assert client.get(f"/chat/{KEY}{path or '/'}").status_code == 404
    assert client.get(f"/chat/{'d' * 32}{path or '/'}").status_code == 404


@pytest.mark.practice("P05")
def test_who_is_here_is_shown_with_what_they_help_with(client, chat, cast):
    now = timezone.now()
    for person, title in ((cast.reza, "فنی"), (cast.omid, ""), (cast.sara, "فروش")):
        type(person).objects.filter(pk=person.pk).update(seen_at=now, job_title=title)
    type(cast.sara).objects.filter(pk=cast.sara.pk).update(presence="away")
    Skill.objects.create(name="انگلیسی").people.add(cast.reza)
    found = presence_of(chat, shows_people=True, now=now)
    assert (found.here, [(face.pk, face.name, face.helps) for face in found.faces]) == (True, [(cast.reza.pk, "Reza", "فنی · انگلیسی")])
    assert presence_of(chat, shows_people=False, now=now).faces == ()
    page = client.get(f"/chat/{KEY}/").content.decode()
    assert (f'value="{cast.reza.pk}"' in page, "Sara" in page, 'name="contact"' in page) == (True, False, False)


def test_when_nobody_is_here_a_way_to_be_reached_is_asked_for_and_it_is_said_when_we_answer(client, chat):
    monday = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
    write_week({0: [(datetime(2026, 1, 1, 9).time(), datetime(2026, 1, 1, 17).time())]})
    with displayed("fa", "Asia/Tehran"):
        words = [presence_of(chat, shows_people=True, now=at).words for at in (monday, monday - timedelta(hours=3))]
    assert words == [
        "همکاران ما اکنون پشت میز نیستند. به‌محض برگشتن یکی از آنان پاسخ می‌دهیم.", "اکنون بسته‌ایم و از ۲ آذر، ۰۹:۰۰ پاسخ می‌دهیم.",
    ]  # fmt: skip
    assert 'name="contact"' in client.get(f"/chat/{KEY}/").content.decode()
