"""How one wants to be told: the page of kinds and ways, the link under a mail, the browsers."""

from datetime import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from sandali.cases.events import MESSAGE_RECEIVED
from sandali.channels.models import Channel
from sandali.desk.me.forms import WaysForm
from sandali.desk.me.notice_mails import fewer_url
from sandali.history.events import record
from sandali.history.kinds import KINDS
from sandali.history.models import Job, MailWay, Outgoing, PushSubscription
from sandali.history.ways import Ways, choices_of, choose_ways, muted_groups, settings_of, told_kinds
from sandali.kit.web_push import own_public_key
from tests.attention import subscribed
from tests.browser_push import Browser
from tests.cast import make_case

PAGE = "/notices/choices/"


@pytest.fixture
def sara(cast, client):
    """Sara, signed in."""
    client.force_login(cast.sara)
    client.get("/me/")
    return cast.sara


def filled(person, **changed):
    """What the form would send as it stands, with some of it changed; None leaves a field out."""
    form = WaysForm(person)
    values = {}
    for bound in form:
        value = bound.value()
        if value is True:
            values[bound.name] = "on"
        elif value not in (False, None):
            values[bound.name] = list(value) if isinstance(value, set) else value
    return {name: value for name, value in (values | changed).items() if value is not None}


def test_every_kind_that_has_an_audience_has_its_row_of_three_controls(sara, client):
    answer = client.get(PAGE)
    rows = answer.context["form"].rows()
    assert sorted(row.bell.name for row in rows) == sorted(f"bell-{kind.name}" for kind in KINDS.values() if kind.audience)
    text = answer.content.decode()
    assert [text.count(f'name="{way}-{kind.name}"') for kind in told_kinds() for way in ("bell", "mail", "push")] == [1] * 3 * len(rows)


def test_no_row_is_without_a_name_in_either_language(sara):
    for language in ("fa", "en"):
        with override(language):
            titles = [row.title for row in WaysForm(sara).rows()]
        assert all(title and "%(" not in title for title in titles)
        assert len(set(titles)) == len(titles)


def test_saving_the_page_as_it_stands_changes_nothing(sara, client):
    before = choices_of(sara)
    assert client.post(PAGE, filled(sara)).status_code == 303
    kept = settings_of(sara)
    assert (choices_of(sara), kept.quiet_from, kept.digest, kept.digest_at) == (before, None, "daily", time(8))


def test_ways_are_kept_and_shown_again(sara, cast, client):
    changed = {"mail-message_received": "at_once", "bell-message_received": None, "push-message_received": None, "muted": [f"department:{cast.support.pk}"]}
    client.post(PAGE, filled(sara, digest="hourly", push_excerpts="on", **changed))
    assert choices_of(sara)["message_received"] == Ways(False, MailWay.AT_ONCE, False)
    assert (settings_of(sara).digest, settings_of(sara).push_excerpts, muted_groups(sara)) == ("hourly", True, {f"department:{cast.support.pk}"})
    form = client.get(PAGE).context["form"]
    assert (form["mail-message_received"].value(), form["bell-message_received"].value(), form["digest"].value()) == (MailWay.AT_ONCE, False, "hourly")
    assert choices_of(cast.reza)["message_received"] == Ways()


def test_what_waits_is_looked_at_anew_after_a_change(sara, cast, client):
    choose_ways(sara, {"message_received": Ways(True, MailWay.AT_ONCE, False)})
    record(MESSAGE_RECEIVED, make_case(cast, assignee=sara))
    before = Outgoing.objects.get().due_at
    client.post(PAGE, filled(sara))
    assert Outgoing.objects.get().due_at < before


def test_half_of_the_quiet_hours_is_422_and_keeps_what_was_typed(sara, client):
    answer = client.post(PAGE, filled(sara, quiet_from="22:00", quiet_until=""))
    assert answer.status_code == 422
    assert 'value="22:00"' in answer.content.decode()
    assert settings_of(sara).quiet_from is None


@pytest.mark.parametrize("wrong", [{"quiet_from": "25:00", "quiet_until": "7:00"}, {"digest": "weekly"}, {"digest_at": ""}, {"mail-message_received": "fax"}])
def test_invented_values_are_422_and_keep_nothing(sara, client, wrong):
    assert client.post(PAGE, filled(sara, **{"mail-note_written": "at_once"}, **wrong)).status_code == 422
    assert choices_of(sara)["note_written"].mail == MailWay.OFF


@pytest.mark.reliability("H6")
def test_only_ones_own_departments_can_be_muted(sara, cast, client):
    assert client.post(PAGE, filled(sara, muted=[f"department:{cast.accounting.pk}"])).status_code == 422
    assert cast.accounting.name not in client.get(PAGE).content.decode()


def test_quiet_hours_are_typed_in_any_digits_and_shown_in_the_readers(sara, client):
    client.post(PAGE, filled(sara, quiet_from="۲۲:۰۰", quiet_until="7:30"))
    assert (settings_of(sara).quiet_from, settings_of(sara).quiet_until) == (time(22), time(7, 30))
    text = client.get(PAGE).content.decode()
    assert 'value="۲۲:۰۰"' in text and 'value="۰۷:۳۰"' in text


def test_the_page_says_when_mail_cannot_reach_this_address(sara, cast, client, settings):
    Channel.objects.filter(pk=cast.channel.pk).update(address="Sara@Example.ir")
    assert client.get(PAGE).context["mail_is_ours"] is True
    Channel.objects.filter(pk=cast.channel.pk).update(address="support@simorgh.example")
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    found = client.get(PAGE).context
    assert (found["mail_is_ours"], found["mail_is_off"]) == (False, True)


def test_three_browsers_cost_as_many_queries_as_one(sara, client):
    counts = []
    client.get(PAGE)  # what this process keeps from now on is asked for once
    for names in ("a", "bc"):
        for name in names:
            subscribed(sara, f"https://push.example/{name}")
        # The smallest of four: what is read anew each second may fall into some of them.
        counts.append(min(queries_of(client) for _again in range(4)))
    assert counts[0] == counts[1]


def queries_of(client) -> int:
    """How many questions the page asks."""
    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE)
    return len(queries)


# --- The link under a mail -----------------------------------------------------------------------------------------
def path(person, kind="message_received"):
    return fewer_url(person, kind).removeprefix("http://localhost:8000")


@pytest.fixture
def mailed(cast):
    """Sara wants mails of two kinds at once."""
    choose_ways(cast.sara, {kind: Ways(True, MailWay.AT_ONCE, True) for kind in ("message_received", "note_written")})
    return cast.sara


@pytest.mark.reliability("I4")
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_mail_scanner_that_opens_the_link_changes_nothing(mailed, client, method):
    assert getattr(client, method)(path(mailed)).status_code == 200
    assert choices_of(mailed)["message_received"].mail == MailWay.AT_ONCE


@pytest.mark.parametrize("to", ["digest", "off"])
def test_one_press_makes_them_fewer_without_signing_in(mailed, client, to):
    assert client.post(path(mailed), {"to": to}).status_code == 200
    chosen = choices_of(mailed)
    assert (chosen["message_received"], chosen["note_written"].mail) == (Ways(True, MailWay(to), True), MailWay.AT_ONCE)


def test_the_link_of_a_mail_of_many_kinds_is_for_all(mailed, client):
    client.post(path(mailed, ""), {"to": "off"})
    assert {ways.mail for ways in choices_of(mailed).values()} == {MailWay.OFF}


def test_the_link_never_makes_more_mails(mailed, client):
    client.post(path(mailed), {"to": "off"})
    for to in ("at_once", "away", ""):
        client.post(path(mailed), {"to": to})
    assert choices_of(mailed)["message_received"].mail == MailWay.OFF


def test_the_link_speaks_the_language_of_whom_the_mail_went_to(mailed, client):
    assert 'lang="fa"' in client.get(path(mailed), headers={"Accept-Language": "en"}).content.decode()


@pytest.mark.parametrize("changed", ["person", "kind", "code", "words", "left"])
def test_a_link_that_was_changed_or_whose_person_left_is_404(mailed, cast, client, changed):
    number, kind, code = path(mailed).strip("/").split("/")[2].split("-")
    if changed == "left":
        cast.sara.is_active = False
        cast.sara.save()
    wrong = {"person": (cast.reza.pk, kind, code), "kind": (number, "note_written", code), "code": (number, kind, "a" * 26), "words": ("x", "", "-")}
    number, kind, code = wrong.get(changed, (number, kind, code))
    assert client.post(f"/notices/fewer/{number}-{kind}-{code}/", {"to": "off"}).status_code == 404
    assert choices_of(mailed)["message_received"].mail == MailWay.AT_ONCE


# --- Browsers ------------------------------------------------------------------------------------------------------
def given():
    browser = Browser()
    return {"endpoint": "https://push.example/x", "key": browser.key, "secret": browser.secret}


def test_a_browser_is_taken_with_its_own_description_and_listed(sara, client):
    answer = client.post("/notices/browsers/", given(), headers={"User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/130.0"})
    assert (answer.status_code, PushSubscription.objects.get().person) == (204, sara)
    text = client.get(PAGE).content.decode()
    assert 'data-endpoint="https://push.example/x"' in text and "Firefox" in text
    assert f'key="{own_public_key()}"' in text


@pytest.mark.parametrize("wrong", [{"endpoint": "http://127.0.0.1/"}, {"key": ""}, {"secret": "x"}])
def test_what_is_no_browser_is_400(sara, client, wrong):
    assert client.post("/notices/browsers/", given() | wrong).status_code == 400
    assert PushSubscription.objects.count() == 0


def test_a_browser_that_was_given_another_address_takes_its_own_place(sara, client):
    subscribed(sara, "https://push.example/before")
    subscribed(sara, "https://push.example/desk")
    assert client.post("/notices/browsers/", given() | {"replaces": "https://push.example/before"}).status_code == 204
    assert sorted(PushSubscription.objects.values_list("endpoint", flat=True)) == ["https://push.example/desk", "https://push.example/x"]
    assert client.post("/notices/browsers/", given() | {"replaces": "https://push.example/x"}).status_code == 204
    assert PushSubscription.objects.count() == 2


def test_one_removes_any_of_ones_browsers(sara, client):
    kept = subscribed(sara)
    assert client.post(f"/notices/browsers/{kept.pk}/removal/").status_code == 303
    assert PushSubscription.objects.count() == 0


def test_a_trial_is_a_job_for_that_browser_once(sara, client):
    kept = subscribed(sara)
    for _ in range(2):
        client.post(f"/notices/browsers/{kept.pk}/trial/")
    assert [job.args for job in Job.objects.filter(task__endswith="push_trial")] == [[sara.pk, kept.pk]]


@pytest.mark.reliability("H4")
@pytest.mark.parametrize("act", ["removal", "trial"])
def test_another_persons_browser_does_not_exist_and_acts_take_post_alone(sara, cast, client, act):
    kept = subscribed(cast.reza)
    assert client.post(f"/notices/browsers/{kept.pk}/{act}/").status_code == 404
    assert client.post(f"/notices/browsers/999999/{act}/").status_code == 404
    assert client.get(f"/notices/browsers/{kept.pk}/{act}/").status_code == 405
    assert (PushSubscription.objects.count(), Job.objects.filter(task__endswith="push_trial").count()) == (1, 0)


def test_the_part_of_the_browsers_is_what_the_page_shows(sara, client):
    subscribed(sara)
    part = client.get(PAGE, headers={"HX-Request": "true", "HX-Target": "s-push#browsers", "HX-Request-Type": "partial"}).content.decode()
    whole = client.get(PAGE).content.decode()
    assert part.count("data-endpoint") == whole.count("data-endpoint") == 1
    assert part.strip().startswith('<s-push id="browsers"')
