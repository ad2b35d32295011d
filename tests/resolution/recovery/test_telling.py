"""Everybody who complained of a cause is told that it is mended: each once, in their own case, and nobody else."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from sandali.cases.models import Aside, Case, Message, State
from sandali.channels.actions import pause_address
from sandali.channels.models import Delivery, PausedAddress
from sandali.customers.actions import recognise
from sandali.customers.contact import Rules
from sandali.customers.models import Begun
from sandali.customers.wishing import change_contact_rules, keep_wishes, say_consent
from sandali.history.models import Notice
from sandali.resolution.models import Telling, Told
from sandali.resolution.recovery import causes, telling
from sandali.resolution.recovery.actions import own_it
from tests.cast import make_case
from tests.complaining import complained

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P12", "P13")]
LETTER = "از این پس هر بسته پیش از ارسال شمرده می‌شود. ممنون که گفتید."


@pytest.fixture
def cause(cast):
    made = causes.add_cause("Weak boxes", by=cast.nahid)
    return causes.mend_cause(made, "stronger boxes", by=cast.nahid)


def begin(cast, cause, customers, key="k"):
    return telling.begin_telling(cause, LETTER, by=cast.nahid, key=key, customers=[one.pk for one in customers])


def later():
    """As soon as a letter that begins now may leave, by day."""
    return telling.by_day(timezone.now() + telling.GRACE)


def reached(cause):
    return [(one.case, one.why_not) for one in cause]


def test_each_customer_stands_once_by_their_latest_case_with_what_speaks_against_telling(cast, cause):
    complained(cast, cause, cast.mina, last_message_at=timezone.now() - timedelta(days=9))
    latest = complained(cast, cause, cast.mina)
    paused = complained(cast, cause, cast.kaveh)
    pause_address("email", "kaveh@example.com", reason="bounced")
    nameless = complained(cast, cause, recognise("phone", "+989120000000", name="x"))
    complained(cast, cause, recognise("email", "spam@example.com", name="s"), aside=Aside.SPAM)
    make_case(cast, customer=recognise("email", "other@example.com", name="o"), kind="complaint")
    found = {one.case.pk: (one.cases, one.why_not) for one in telling.listeners(cause, cast.nahid)}
    assert found == {latest.pk: (2, ""), paused.pk: (1, "paused"), nameless.pk: (1, "no-address")}


def test_what_is_out_of_reach_is_not_told_and_said(cast, cause):
    complained(cast, cause, cast.mina, department=cast.accounting)
    assert (telling.listeners(cause, cast.nahid), telling.out_of_reach(cause, cast.nahid)) == ([], 1)
    assert (len(telling.listeners(cause, cast.admin)), telling.out_of_reach(cause, cast.admin)) == (1, 0)


def test_each_is_told_once_in_their_own_case_and_a_yes_stays_a_yes(cast, cause):
    open_one = complained(cast, cause, cast.mina, state="open")
    settled = complained(cast, cause, cast.kaveh, state="confirmed", waiting_since=None)
    made = begin(cast, cause, [cast.mina, cast.kaveh])
    assert (telling.tell_due(timezone.now()), Delivery.objects.count()) == (0, 0)
    assert [telling.tell_due(later()) for _round in range(3)] == [2, 0, 0]
    assert sorted(Message.objects.filter(direction="out").values_list("case_id", "text", "author__name")) == sorted(
        (case.pk, LETTER, "Nahid") for case in (open_one, settled)
    )
    assert dict(Case.objects.values_list("pk", "state")) == {open_one.pk: State.OPEN, settled.pk: State.CONFIRMED}
    assert Case.objects.get(pk=open_one.pk).waiting_since == open_one.waiting_since
    made.refresh_from_db()
    assert (made.ended_at is not None, telling.progress(made)["told"], Notice.objects.filter(event__kind="telling_ended").count()) == (True, 2, 0 + 1)


@pytest.mark.reliability("D8")
def test_a_job_that_dies_half_way_tells_nobody_twice(cast, cause, monkeypatch):
    complained(cast, cause, cast.mina)
    complained(cast, cause, cast.kaveh)
    begin(cast, cause, [cast.mina, cast.kaveh])
    real, calls = telling.settle, []

    def dies(row, *given, **more):
        calls.append(row.pk)
        if len(calls) == 2:
            raise KeyboardInterrupt  # the process is gone, in the middle of a transaction
        return real(row, *given, **more)

    monkeypatch.setattr(telling, "settle", dies)
    with pytest.raises(KeyboardInterrupt):
        telling.tell_due(later())
    assert (Message.objects.filter(direction="out").count(), Delivery.objects.count()) == (1, 1)
    monkeypatch.setattr(telling, "settle", real)
    telling.tell_due(later())
    assert (Delivery.objects.count(), set(Told.objects.values_list("state", flat=True))) == (2, {"told"})


def test_nobody_is_written_to_at_night_and_until_the_morning_it_can_be_taken_back(cast, cause):
    change_contact_rules(Rules(), by=cast.admin)
    complained(cast, cause, cast.mina)
    evening, night, morning = (datetime(2026, 11, 22 + day, hour, minute, tzinfo=UTC) for day, hour, minute in ((0, 17, 29), (0, 20, 0), (1, 4, 30)))  # 20:59, 23:30 and 8:00
    made = telling.begin_telling(cause, LETTER, by=cast.nahid, key="k", customers=[cast.mina.pk], now=evening)
    assert made.starts_at == morning
    assert [telling.tell_due(at) for at in (evening + telling.GRACE, night, morning - timedelta(seconds=1), morning)] == [0, 0, 0, 1]


def test_a_letter_that_the_night_comes_over_goes_on_in_the_morning(cast, cause):
    complained(cast, cause, cast.mina)
    begin(cast, cause, [cast.mina])
    Telling.objects.update(starts_at=datetime(2026, 11, 22, 17, 0, tzinfo=UTC))
    change_contact_rules(Rules(), by=cast.admin)
    sent = []
    for day, hour in ((22, 17), (22, 22), (23, 4)):  # 21:00, 2:00 and 8:00
        telling.tell_due(datetime(2026, 11, day, hour, 30, tzinfo=UTC))
        sent.append(Delivery.objects.count())
    assert sent == [0, 0, 1]


def test_who_cannot_be_told_stands_in_the_letter_by_name_with_the_reason(cast, cause):
    complained(cast, cause, cast.mina)
    complained(cast, cause, cast.kaveh)
    pause_address("email", "kaveh@example.com", reason="bounced")
    nameless = recognise("phone", "+989120000000", name="x")
    complained(cast, cause, nameless)
    made = begin(cast, cause, [cast.mina, cast.kaveh])
    rows = set(Told.objects.values_list("customer_id", "state", "why"))
    assert rows == {(cast.mina.pk, "planned", ""), (cast.kaveh.pk, "not_told", "paused"), (nameless.pk, "not_told", "no-address")}
    telling.tell_due(later())
    assert telling.progress(made) == {"all": 3, "planned": 0, "told": 1, "not_told": 2}
    # Nothing was said to them: when the address takes mail again, the next letter is for them.
    PausedAddress.objects.all().delete()
    assert {one.case.customer_id: one.why_not for one in telling.listeners(cause, cast.nahid)} == {cast.mina.pk: "told", cast.kaveh.pk: "", nameless.pk: "no-address"}


@pytest.mark.practice("P07")
@pytest.mark.reliability("D8")
def test_who_withdrew_meanwhile_is_skipped_and_who_has_hours_is_told_in_them(cast, cause):
    for customer in (cast.mina, cast.kaveh):
        complained(cast, cause, customer)
    made = begin(cast, cause, [cast.mina, cast.kaveh])
    say_consent(cast.mina, "service", is_given=False, how="page", by=None)
    at = later()
    opens = (at + timedelta(hours=5)).replace(minute=0, second=0, microsecond=0)
    wall = opens.astimezone(ZoneInfo("Asia/Tehran")).time()
    keep_wishes(cast.kaveh, by=None, version=0, hours_from=wall, hours_until=wall.replace(minute=59))
    telling.tell_due(at)
    rows = Told.objects.order_by("pk").values_list("customer_id", "state", "why", "at")
    assert set(rows) == {(cast.mina.pk, "not_told", "withdrawn", at), (cast.kaveh.pk, "planned", "hours", opens)}
    assert {one.case.customer_id: one.why_not for one in telling.listeners(cause, cast.nahid)} == {cast.mina.pk: "withdrawn", cast.kaveh.pk: "told"}
    telling.tell_due(opens)
    assert (telling.progress(made)["told"], Begun.objects.get().customer, "/p/wishes/" in Delivery.objects.get().payload["text"]) == (1, cast.kaveh, True)


def test_the_form_sent_twice_is_one_letter_and_who_was_told_is_not_told_again(cast, cause):
    complained(cast, cause, cast.mina)
    assert begin(cast, cause, [cast.mina]).pk == begin(cast, cause, [cast.mina]).pk
    telling.tell_due(later())
    assert [one.why_not for one in telling.listeners(cause, cast.nahid)] == ["told"]
    with pytest.raises(telling.NothingToTell):
        begin(cast, cause, [cast.mina], key="another")


def test_it_is_taken_back_whole_before_anything_leaves_and_not_after(cast, cause):
    complained(cast, cause, cast.mina)
    made = begin(cast, cause, [cast.mina])
    assert [telling.withdraw_telling(made, by=cast.nahid) for _again in range(2)] == [True, False]
    assert (telling.tell_due(later()), Delivery.objects.count()) == (0, 0)
    again = begin(cast, cause, [cast.mina], key="again")
    telling.tell_due(later())
    assert (telling.withdraw_telling(again, by=cast.nahid), Delivery.objects.count()) == (False, 1)


def test_what_changed_since_the_list_was_made_is_asked_again(cast, cause):
    cases = [complained(cast, cause, one) for one in (cast.mina, cast.kaveh)]
    begin(cast, cause, [cast.mina, cast.kaveh])
    causes.take_cause_away(cases[0], cause.pk, by=cast.sara)
    pause_address("email", "kaveh@example.com", reason="bounced")
    telling.tell_due(later())
    assert (Delivery.objects.count(), sorted(Told.objects.values_list("why", flat=True))) == (0, ["other-cause", "paused"])


def test_only_a_mended_cause_has_anything_to_tell_and_only_to_who_complained(cast):
    cause = causes.add_cause("x", by=cast.nahid)
    complained(cast, cause, cast.mina)
    with pytest.raises(telling.NothingToTell):
        begin(cast, cause, [cast.mina])
    cause = causes.mend_cause(cause, "y", by=cast.nahid)
    with pytest.raises(telling.NothingToTell):
        begin(cast, cause, [cast.kaveh])


def test_whoever_was_on_the_path_has_been_told_what_changed(cast, cause):
    case = complained(cast, cause, cast.mina)
    own_it(case, cast.sara, by=cast.sara)
    begin(cast, cause, [cast.mina])
    telling.tell_due(later())
    steps = dict(case.recovery_steps.filter(ended_at=None).values_list("step", "message__text"))
    assert steps == {"cause": None, "own": None, "tell": LETTER}
