"""What is said of us in public: by a signed hook, by a table, by hand; each once, each a case that must be answered and thanked (P15)."""

import hashlib
import hmac
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sandali.cases.jobs import read_arrivals
from sandali.cases.models import Case, Message
from sandali.channels.email.servers import secrets_of
from sandali.channels.models import Arrival, Channel
from sandali.channels.setup import create_channel
from sandali.channels.social.mentions import Mention, NotATable, mention_of, table_of
from sandali.channels.social.settings_form import SocialSettings
from sandali.company.models import Person
from sandali.resolution.models import PublicMatter
from sandali.resolution.public.actions import write_deed
from sandali.resolution.public.mentions import write_mention
from sandali.resolution.public.queries import owed_counts
from tests.desk.browsing import browser

KEY = "a-key-of-more-than-thirty-two-characters"
ONE = {"id": "7", "network": "X", "author": "kaveh", "link": "https://x.com/kaveh/status/7", "text": "صندلی‌تان شکسته رسید."}


@pytest.fixture
def social(cast, own_folders):
    """A channel that a program tells."""
    from sandali.exchange import hooks

    hooks.WRONG.forget()
    return create_channel(kind="social", name="Mentions", by=cast.admin, department=cast.support, secrets={"signing_key": KEY}, settings={"receive": "hook"})


def tell(client, channel, said, *, key=KEY, behind=None, **more):
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    kept = secrets_of(channel)
    signed = "sha256=" + hmac.new(key.encode(), body, hashlib.sha256).hexdigest()
    at = f"/hooks/{kept['hook_token']}/{kept['hook_secret'] if behind is None else behind}/"
    return client.post(at, body, content_type="application/json", headers={"X-Sandali-Signature": signed, **more}).status_code


@pytest.mark.django_db
@pytest.mark.practice("P15")
def test_a_mention_that_a_program_tells_is_a_public_matter_from_its_first_moment(social, client, cast):
    assert [tell(client, social, ONE), tell(client, social, {**ONE, "text": "edited"}), tell(client, social, {"mentions": [ONE]})] == [200] * 3
    read_arrivals.func()
    matter = PublicMatter.objects.get()
    assert (matter.case, matter.where, matter.link, matter.by) == (Case.objects.get(), "network", ONE["link"], None)
    assert (Arrival.objects.count(), Message.objects.get().text, matter.case.customer.name) == (1, ONE["text"], "kaveh")
    assert owed_counts(cast.sara) == {"answered": 1, "thanked": 1}
    write_deed(matter, "answered", by=cast.sara, words="سپاسگزاریم که گفتید؛ امروز صندلی تازه می‌فرستیم.", link="https://x.com/simorgh/status/8")
    assert owed_counts(cast.sara) == {"answered": 0, "thanked": 0}


@pytest.mark.django_db
@pytest.mark.reliability("F4")
def test_only_who_has_the_key_and_the_address_is_let_in(social, client):
    wrong = [tell(client, social, ONE, key="another"), tell(client, social, ONE, behind="x"), tell(client, social, ONE, **{"X-Sandali-Signature": ""})]
    Channel.objects.filter(pk=social.pk).update(is_active=True)
    assert (wrong, Arrival.objects.count()) == ([404] * 3, 0)


@pytest.mark.django_db
def test_each_mention_is_a_case_of_its_own_and_who_says_two_is_one_customer(social, client):
    tell(client, social, {"mentions": [ONE, {**ONE, "id": "8", "link": "https://x.com/kaveh/status/8"}, {"text": "no author"}]})
    read_arrivals.func()
    assert (Case.objects.count(), PublicMatter.objects.count(), len({case.customer_id for case in Case.objects.all()})) == (2, 2, 1)


@pytest.mark.django_db
def test_other_channels_open_no_public_matter(cast):
    from tests.cast import make_case

    make_case(cast, department=cast.support)
    assert PublicMatter.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ({"متن": "سلام", "کاربر": "@mina", "زمان": "۲۰۲۶-۱۱-۲۰"}, Mention("سلام", author="mina", at="2026-11-20")),
        ({"Text": "x", "URL": "https://a.example/1", "where": "news"}, Mention("x", link="https://a.example/1", place="news")),
        ({"text": "x", "author": {"id": 5, "name": "Mina"}}, Mention("x", author="5", name="Mina")), ({"text": "x", "url": "javascript:alert(1)"}, None),
        ({"text": "", "author": "a"}, None), ({"author": "a"}, None), ({"text": ["x"], "author": "a"}, None),
    ],
)  # fmt: skip
def test_a_mention_is_read_from_the_names_that_people_write(given, made):
    assert mention_of(given) == made


def test_a_table_is_read_with_any_of_its_separators_and_says_which_rows_are_none():
    for mark in ",;\t":
        rows = [["text", "author", "link"], ["a", "mina", ""], ["", "mina", ""], ["b", "", "https://x.example"]]
        found, wrong = table_of("\n".join(mark.join(row) for row in rows).encode("utf-8-sig"))
        assert ([one.text for one in found], wrong) == (["a", "b"], [3])


@pytest.mark.parametrize(("content", "why"), [(b"\xff\xfe\x00", "letters"), (b"", "columns"), (b"a,b\n1,2", "columns"), (b"text,author\n" + b"x,y\n" * 1001, "many")])
def test_what_is_no_table_is_said_why(content, why):
    with pytest.raises(NotATable) as caught:
        table_of(content)
    assert caught.value.why == why


@pytest.mark.django_db
@pytest.mark.practice("P15")
def test_a_mention_is_written_down_by_hand_and_the_same_one_again_leads_to_its_case(cast, own_folders):
    sara = browser(cast.sara)
    assert "/board/public/new/" in sara.get("/board/public/").content.decode()
    assert sara.get("/board/public/new/").status_code == 200
    typed = {"text": "قیمت‌هایشان گران است.", "author": "@mina", "link": "https://divar.example/9", "place": "site", "network": "دیوار"}
    first = sara.post("/board/public/new/", typed)
    matter = PublicMatter.objects.get()
    assert (first.status_code, first["Location"], matter.where, matter.by, matter.link) == (303, f"/cases/{matter.case_id}/public/", "site", cast.sara, typed["link"])
    assert sara.get(first["Location"]).status_code == 200
    assert sara.get(f"/cases/{matter.case_id}/").status_code == 200
    assert (sara.post("/board/public/new/", typed)["Location"], Case.objects.filter(channel__kind="social").count()) == (first["Location"], 1)
    assert sara.post("/board/public/new/", {"text": "x", "place": "site"}).status_code == 422


@pytest.mark.django_db
def test_a_table_is_brought_in_once(cast, own_folders):
    sara = browser(cast.sara)
    content = "متن,نویسنده,لینک\nعالی بود,mina,https://x.example/1\n,کسی,\nبد بود,kaveh,https://x.example/2\n".encode()

    def bring(body):
        return sara.post("/board/public/table/", {"table": SimpleUploadedFile("m.csv", body, content_type="text/csv")}, follow=True)

    page = bring(content).content.decode()
    assert ("۲ اشاره تازه است" in page, "ردیف‌های ۳" in page) == (True, True)
    read_arrivals.func()
    assert (PublicMatter.objects.count(), "تکراری: ۲" in bring(content).content.decode()) == (2, True)
    assert bring(b"a,b\n1,2").status_code == 422
    assert sara.post("/board/public/table/").status_code == 422


@pytest.mark.django_db
def test_who_only_reads_brings_nothing_in(cast, own_folders):
    reader = Person.objects.filter(role="executive").first() or cast.parvaneh
    page = browser(reader).get("/board/public/")
    assert page.status_code == 200
    assert Client().get("/board/public/new/").status_code == 302


@pytest.mark.django_db
def test_a_mention_by_hand_makes_its_channel_once(cast, own_folders):
    write_mention(Mention("a", author="x"), by=cast.sara)
    write_mention(Mention("b", author="y"), by=cast.sara)
    assert Channel.objects.filter(kind="social").count() == 1


@pytest.mark.django_db
def test_a_channel_of_mentions_is_set_up_with_a_key_that_is_never_shown(cast, settings):
    settings.PUBLIC_URL = "https://desk.example"
    form = SocialSettings({"name": "Mentions", "signing_key": KEY})
    assert form.is_valid(), form.errors
    assert [(step.ok, step.name) for step in form.trial({})] == [(True, "social-receives")]
    channel = form.keep(by=cast.admin)
    kept = secrets_of(channel)
    page = browser(cast.admin).get(f"/settings/channels/{channel.pk}/").content.decode()
    assert (f"https://desk.example/hooks/{kept['hook_token']}/{kept['hook_secret']}/" in page, KEY in page) == (True, False)
    assert SocialSettings({"name": "x", "signing_key": "short"}).is_valid() is False
    assert SocialSettings({"name": "x"}).is_valid() is True
