"""By which way a customer is reached, who obeys, and that nobody sends anything without being known here."""

import ast
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

import sandali
from sandali.cases.actions import CannotAnswer, receive, record_contact, reply, withdraw_reply
from sandali.cases.actions.answering import AgainstWishes
from sandali.cases.contact import Outward, best_way, may_we, overruled, permissions
from sandali.cases.models import Case, Message
from sandali.channels.actions import pause_address, store_arrival
from sandali.channels.adapter import Incoming, Party
from sandali.channels.models import Channel, Delivery
from sandali.customers.actions import add_identity, recognise
from sandali.customers.contact import Leave, Rules
from sandali.customers.models import AgainstWish, Begun, Consent, Identity, Wishes
from sandali.customers.wishing import change_contact_rules, keep_wishes, say_consent
from sandali.history.models import Event
from sandali.resolution.confirmation.asking import answer_case, follow_due
from sandali.resolution.models import Asking
from tests.cast import make_case

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)

# Whoever puts a message on its way, and what it is for. "answer": somebody of ours answers a customer, which always may leave and asks
# for a reason against a wish; "comes": that a message has come; all others are begun by us, and ask `may_we` for this purpose.
SENDERS = {
    "sandali/cases/actions/answering.py:reply": "answer",
    "sandali/cases/acknowledging.py:send_acknowledgement": "comes",
    "sandali/cases/actions/forwarding.py:forward": "answer",  # by one of us, to somebody who is not the customer
    "sandali/cases/actions/unread.py:mail_answer": "answer",  # once more, by mail or short message, as it was not read where it was given
    "sandali/cases/actions/informing.py:inform": "service",
    "sandali/resolution/confirmation/question.py:send_question": "service, listening",
}


def callers(name):
    """Every function of the program that calls `name`."""
    found, root = set(), Path(sandali.__file__).parent
    for path in root.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if f"{name}(" not in text:
            continue
        for function in ast.walk(ast.parse(text)):
            if not isinstance(function, ast.FunctionDef):
                continue
            calls = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
            if any(getattr(call, "id", getattr(call, "attr", "")) == name for call in calls):
                found.add(f"{path.relative_to(root.parent)}:{function.name}")
    return found


@pytest.mark.practice("P07")
def test_everybody_who_sends_is_known_with_the_purpose():
    assert callers("queue_delivery") == set(SENDERS)


@pytest.mark.practice("P07")
def test_whoever_begins_a_message_writes_it_down_and_has_asked():
    begun = {sender for sender, purpose in SENDERS.items() if purpose not in ("answer", "comes")}
    assert callers("note_begun") == begun
    # `inform` and `send_question` take the permission that these ask for.
    assert callers("may_we") == {"sandali/resolution/recovery/telling.py:tell_one", "sandali/resolution/confirmation/question.py:way_to_ask"}
    assert (callers("inform"), callers("may_contact")) == (
        {"sandali/resolution/recovery/telling.py:tell_one"}, {"sandali/cases/contact.py:may_we", "sandali/cases/acknowledging.py:why_not", "sandali/cases/actions/unread.py:way_after"},
    )  # fmt: skip


@pytest.fixture
def bot(cast):
    """A bot, and Mina known there too."""
    made = Channel.objects.create(kind="telegram", name="Bot", slug="bot", address="@simorgh_bot", department=cast.support)
    Identity.objects.create(customer=cast.mina, kind="telegram", value="4211", shown="@mina")
    return made


@pytest.fixture
def case(cast):
    return make_case(cast, state="open", assignee=cast.sara)


def way(found):
    return found and (found.channel.kind, found.identity.value, found.why)


def wishing(case, version=0, **fields):
    return keep_wishes(case.customer, by=None, version=version, **fields)


@pytest.mark.practice("P06")
def test_the_best_way_is_where_they_wrote_unless_they_prefer_another_never_want_it_or_it_takes_nothing(cast, case, bot):
    assert way(best_way(case)) == ("email", "mina@example.com", "")
    wishing(case, way="telegram")
    assert way(best_way(case)) == ("telegram", "4211", "preferred")
    wishing(case, 1, way="", never=["email"])
    assert way(best_way(case)) == ("telegram", "4211", "never")
    wishing(case, 2, never=[])
    pause_address("email", "mina@example.com", reason="gone")
    assert way(best_way(case)) == ("telegram", "4211", "bounced")
    wishing(case, 3, never=["telegram"])
    assert way(best_way(case)) == ("email", "mina@example.com", "")  # nothing else is left


def test_of_two_addresses_the_one_they_named_is_the_best(cast, case):
    other = add_identity(cast.mina, kind="email", value="office@example.com", by=cast.sara)
    wishing(case, way="email", identity=other)
    assert way(best_way(case)) == ("email", "office@example.com", "preferred")


def test_a_way_that_no_channel_of_ours_has_changes_nothing(cast, case):
    wishing(case, way="telegram")
    assert way(best_way(case)) == ("email", "mina@example.com", "")


@pytest.mark.practice("P06")
def test_an_answer_by_another_way_keeps_one_case_whichever_way_they_answer(cast, case, bot):
    telegram = Outward(bot.pk, cast.mina.identities.get(kind="telegram").pk)
    reply(case, "سلام", by=cast.sara, dedupe_key="1", outward=telegram)
    arrival = store_arrival(bot, b"{}", source="hook")[0]
    back = Incoming(sender=Party("telegram", "4211", "مینا"), text="ممنون", external_id="4211:9", chat="4211")
    assert receive(back, [], arrival).case_id == case.pk
    reply(case, "و ایمیل", by=cast.sara, dedupe_key="2", outward=Outward(cast.channel.pk, cast.mina.identities.get(kind="email").pk))
    assert (Case.objects.count(), list(Delivery.objects.order_by("pk").values_list("channel__kind", flat=True))) == (1, ["telegram", "email"])


def test_a_way_that_is_gone_or_somebody_elses_is_refused(cast, case, bot):
    kaveh = cast.kaveh.identities.get()
    for wrong in (Outward(cast.channel.pk, kaveh.pk), Outward(10**12, kaveh.pk), Outward(bot.pk, cast.mina.identities.get(kind="email").pk)):
        with pytest.raises(CannotAnswer, match=r".+"):
            reply(case, "!", by=cast.sara, dedupe_key="1", outward=wrong)
    assert Delivery.objects.count() == 0


@pytest.mark.practice("P06")
def test_an_answer_against_a_wish_needs_a_reason_which_is_told_and_counted_once(cast, case):
    wishing(case, never=["email"])
    with pytest.raises(AgainstWishes):
        reply(case, "سلام", by=cast.sara, dedupe_key="1", outward=Outward(reason="  "))
    assert (Delivery.objects.count(), AgainstWish.objects.count()) == (0, 0)
    for _twice in range(2):
        message = reply(case, "سلام", by=cast.sara, dedupe_key="1", outward=Outward(reason="فاکتور فقط با ایمیل می‌رود"))
    row = AgainstWish.objects.get()
    assert (row.what, row.way, row.reason, row.case, row.message, row.by) == (["never"], "email", "فاکتور فقط با ایمیل می‌رود", case.pk, message.pk, cast.sara)
    assert Event.objects.filter(case_id=case.pk, kind="wish_overruled").count() == 1
    now = timezone.now()
    assert list(overruled(Case.objects.all(), now - timedelta(hours=1), now + timedelta(hours=1))) == [row]
    withdraw_reply(message, by=cast.sara)  # it reached nobody
    assert list(overruled(Case.objects.all(), now - timedelta(hours=1), now + timedelta(hours=1))) == []


def outside(now):
    """Hours that are over, three hours from now on the wall in Tehran."""
    local = now.astimezone(UTC) + timedelta(hours=3, minutes=30)
    begins, ends = local + timedelta(hours=3), local + timedelta(hours=5)
    return begins.time().replace(second=0, microsecond=0), ends.time().replace(second=0, microsecond=0)


@pytest.mark.practice("P06")
def test_outside_their_hours_an_answer_waits_for_them_or_has_a_reason_and_in_a_conversation_it_just_leaves(cast, case):
    begins, ends = outside(timezone.now())
    wishing(case, hours_from=begins, hours_until=ends)
    Message.objects.update(at=timezone.now() - timedelta(hours=2))
    with pytest.raises(AgainstWishes):
        reply(case, "سلام", by=cast.sara, dedupe_key="1")
    reply(case, "سلام", by=cast.sara, dedupe_key="2", leaves_at=timezone.now() + timedelta(hours=4))
    reply(case, "سلام", by=cast.sara, dedupe_key="3", outward=Outward(reason="بار در راه است"))
    Message.objects.filter(direction="in").update(at=timezone.now() - timedelta(minutes=5))
    reply(case, "سلام", by=cast.sara, dedupe_key="4")
    assert list(AgainstWish.objects.values_list("what", "reason")) == [(["hours"], "بار در راه است")]


@pytest.mark.practice("P06")
def test_a_call_of_ours_against_a_wish_needs_a_reason_and_theirs_does_not(cast, case):
    wishing(case, never=["phone"])
    record_contact(case, "زنگ زدند", by=cast.sara, direction="call")
    with pytest.raises(AgainstWishes):
        record_contact(case, "زنگ زدیم", by=cast.sara, direction="call", we_called=True)
    record_contact(case, "زنگ زدیم", by=cast.sara, direction="call", we_called=True, reason="خطر برق‌گرفتگی")
    record_contact(case, "آمدند", by=cast.sara, direction="visit", we_called=True)
    assert (list(AgainstWish.objects.values_list("way", "reason")), Message.objects.filter(direction="call").count()) == ([("phone", "خطر برق‌گرفتگی")], 2)


# --- What leaves by itself -------------------------------------------------------------------------------------------
def test_a_job_takes_the_best_way_that_nothing_speaks_against(cast, case, bot):
    assert may_we(case, purpose="service", now=NOON).way.channel == cast.channel
    say_consent(case.customer, "service", is_given=False, how="page", by=None, way="email")
    found = may_we(case, purpose="service", now=NOON)
    assert (found.leave, way(found.way)) == (Leave(), ("telegram", "4211", "withdrawn"))
    say_consent(case.customer, "service", is_given=False, how="page", by=None)
    assert may_we(case, purpose="service", now=NOON).leave == Leave("withdrawn")


def test_who_has_no_address_and_who_takes_no_mail_is_not_reached(cast, case):
    nobody = make_case(cast, customer=recognise("phone", "+989120000000", name="x"))
    pause_address("email", "mina@example.com", reason="gone")
    assert {number: found.leave.why for number, found in permissions([case, nobody], purpose="service").items()} == {case.pk: "bounced", nobody.pk: "no-address"}


def test_many_are_asked_for_in_as_many_questions_as_one(cast, case, bot, django_assert_num_queries):
    others = [make_case(cast, customer=recognise("email", f"c{number}@example.com")) for number in range(4)]
    for one in (case, *others):
        keep_wishes(one.customer, by=None, version=0, way="telegram")
    for cases in ([case], [case, *others]):
        with django_assert_num_queries(8):
            permissions(cases, purpose="service")


@pytest.mark.practice("P07")
def test_a_question_waits_for_their_hours_and_never_asks_who_withdrew(cast, case):
    answer_case(case, "تمام شد", by=cast.sara, dedupe_key="1")
    wishing(case, hours_from=time(20), hours_until=time(21))
    at = (timezone.now() + timedelta(days=5)).replace(hour=8)  # late in the morning in Tehran, whenever this runs
    follow_due(at)
    asking = Asking.objects.get()
    assert (asking.reminders, asking.next_at is not None and asking.next_at >= at, Begun.objects.count()) == (0, True, 0)
    follow_due(asking.next_at)
    sent = Delivery.objects.get(is_automatic=True)
    assert (asking.next_at.astimezone(UTC).hour, Begun.objects.get().purpose, "/p/wishes/" in sent.payload["text"]) == (16, "service", True)
    say_consent(case.customer, "service", is_given=False, how="page", by=None)
    follow_due(at + timedelta(days=30))
    assert Delivery.objects.filter(is_automatic=True).count() == 1


@pytest.mark.practice("P07")
def test_beyond_the_ceiling_a_reminder_waits(cast, case):
    change_contact_rules(Rules(None, None, most=1, days=9), by=cast.admin)
    answer_case(case, "تمام شد", by=cast.sara, dedupe_key="1")
    Begun.objects.create(customer=case.customer, purpose="service", way="email", case=case.pk, at=timezone.now())
    follow_due(timezone.now() + timedelta(days=5))
    asking = Asking.objects.get()
    assert (asking.reminders, asking.next_at) == (0, Begun.objects.get().at + timedelta(days=9))


def test_old_mail_that_is_imported_sets_no_wishes_and_no_consent(cast):
    arrival = store_arrival(cast.channel, b"old", source="history", is_history=True)[0]
    receive(Incoming(sender=Party("email", "new@example.com", ""), text="please never call me", language="en"), [], arrival)
    assert (Wishes.objects.count(), Consent.objects.count(), Begun.objects.count()) == (0, 0, 0)


