"""Answers that leave later: the case is ours until they have left, and the customer's word before that holds them here."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections
from django.utils import timezone

from sandali.cases.actions import CannotAnswer, assign_case, change_state, receive, reply, withdraw_reply
from sandali.cases.actions.adding import store_file
from sandali.cases.actions.later import draft_again, send_now, take_back_later
from sandali.cases.models import Case, Draft, Message, Wait
from sandali.cases.queries import thread
from sandali.cases.threads import reply_token
from sandali.cases.timing import leaving
from sandali.channels.actions import claim_delivery, finish, send_delivery, store_arrival
from sandali.channels.adapter import Incoming, Party
from sandali.channels.models import Delivery, DeliveryState
from sandali.company.actions import deactivate_person
from sandali.history import queue
from sandali.history.models import Event, Job, Notice
from tests.cast import make_case

pytestmark = pytest.mark.django_db
TOMORROW = timedelta(hours=20)
MEMBERS = ["Ladan", "Nahid", "Parvaneh", "Reza"]  # of the department, without Sara


@pytest.fixture
def case(cast):
    """A case that waits for us, of a customer whom the example channel reaches (nothing is sent anywhere)."""
    cast.channel.kind = "example"
    cast.channel.save(update_fields=["kind"])
    cast.mina.identities.create(kind="example", value="mina@example.com")
    made = make_case(cast)
    Wait.objects.create(case=made, began_at=made.waiting_since, department=cast.support, channel=cast.channel)
    return made


def later(case, cast, text="فردا می‌آید", *, key="k1", by=None, at=None, **more):
    return reply(case, text, by=by or cast.sara, dedupe_key=key, leaves_at=at or timezone.now() + TOMORROW, **more)


def writes(case, cast, text="هنوز نرسیده", *, name="b", **facts):
    arrival = store_arrival(cast.channel, f"raw {name}".encode(), source="pipe")[0]
    to = (f"support+{reply_token(case)}@simorgh.example",)
    return receive(Incoming(sender=Party("email", "mina@example.com", ""), text=text, delivered_to=to, **facts), [], arrival)


def come(message, ago=timedelta(seconds=1)):
    """Let the moment of leaving be past."""
    Delivery.objects.filter(pk=message.delivery_id).update(not_before=timezone.now() - ago)


def standing(case):
    return Case.objects.get(pk=case.pk)


def kinds(case):
    return list(Event.objects.filter(case_id=case.pk).order_by("pk").values_list("kind", flat=True))


def test_a_case_counts_as_answered_only_when_the_answer_has_left(cast, case):
    message = later(case, cast)
    now = standing(case)
    assert (now.state, now.waiting_since, now.preview, now.last_direction, now.assignee) == ("new", case.waiting_since, "سلام", "in", cast.sara)
    assert Wait.objects.get().ended_at is None
    come(message)
    assert send_delivery(message.delivery_id) == DeliveryState.SENT
    now, left = standing(case), Message.objects.get(pk=message.pk)
    assert (now.state, now.waiting_since, now.preview, now.last_direction) == ("waiting", None, "فردا می‌آید", "out")
    wait = Wait.objects.get()
    assert (left.leaves_at, wait.by_answer, wait.person, wait.ended_at) == (None, True, cast.sara, left.at)
    assert kinds(case) == ["answer_scheduled", "delivery_sent", "case_answered"]
    assert now.last_message_at == left.at


def test_it_does_not_leave_before_its_time(cast, case):
    message = later(case, cast)
    with pytest.raises(queue.Retry):
        send_delivery(message.delivery_id)
    job = Job.objects.get(task="sandali.channels.jobs.send_delivery")
    assert (job.run_after, Delivery.objects.get().not_before) == (message.leaves_at, message.leaves_at)


def test_an_answer_of_today_is_not_held_up_by_one_that_leaves_tomorrow(cast, case):
    later(case, cast)
    now = reply(case, "همین امروز", by=cast.sara, dedupe_key="k2", delay=0)
    assert send_delivery(now.delivery_id) == DeliveryState.SENT
    assert Delivery.objects.filter(state=DeliveryState.QUEUED).count() == 1


def test_three_days_of_trying_are_counted_from_when_it_was_to_leave(cast, case):
    message = later(case, cast, at=timezone.now() + timedelta(days=30))
    assert Delivery.objects.get(pk=message.delivery_id).created_at == message.leaves_at


@pytest.mark.parametrize(
    "at",
    [datetime(2020, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC), datetime(2999, 1, 1), datetime.min.replace(tzinfo=UTC)],
)
def test_a_moment_that_is_past_too_far_or_without_a_zone_is_refused_in_a_sentence(cast, case, at):
    with pytest.raises(CannotAnswer, match=r"\.$"):
        later(case, cast, at=at)
    assert (Delivery.objects.count(), Message.objects.filter(direction="out").count()) == (0, 0)


@pytest.mark.reliability("D5")
def test_the_customers_word_before_it_leaves_keeps_it_here_as_a_draft(cast, case):
    Draft.objects.create(case=case, person=cast.sara, direction="note", text="یادداشت")
    files = [store_file("a.txt", "text/plain", b"a")]
    message = later(case, cast, files=files)
    Draft.objects.create(case=case, person=cast.sara, direction="out", text="و این")
    writes(case, cast)
    draft = Draft.objects.get(case=case, direction="out")
    assert (draft.person, draft.text) == (cast.sara, "فردا می‌آید\n\nو این")
    assert (Delivery.objects.get().state, [one.pk for one in thread(case)].count(message.pk)) == ("cancelled", 0)
    assert [file["name"] for file in draft.files] == ["a.txt"]
    told = Notice.objects.filter(person=cast.sara, event__case_id=case.pk).count()
    assert (told, kinds(case)) == (1, ["answer_scheduled", "answer_held", "message_received"])
    assert (standing(case).state, standing(case).waiting_since) == ("new", case.waiting_since)
    come(message)
    assert send_delivery(message.delivery_id) is None


def test_an_answer_that_shall_leave_anyway_leaves_and_the_new_word_still_waits(cast, case):
    message = later(case, cast, holds=False)
    heard = writes(case, cast)
    come(message)
    assert send_delivery(message.delivery_id) == DeliveryState.SENT
    now = standing(case)
    assert (now.state, now.waiting_since, now.preview, now.last_direction) == ("new", heard.at, "هنوز نرسیده", "in")
    assert list(Wait.objects.order_by("pk").values_list("began_at", "by_answer")) == [(case.waiting_since, True), (heard.at, False)]
    assert Wait.objects.filter(ended_at=None).get().began_at == now.waiting_since


def test_machines_do_not_hold_anything(cast, case):
    later(case, cast)
    writes(case, cast, automatic="auto-reply")
    assert Delivery.objects.get().state == "queued"


def test_a_case_that_was_snoozed_meanwhile_sleeps_on_when_the_answer_leaves(cast, case):
    message = later(case, cast)
    until = timezone.now() + timedelta(days=9)
    change_state(case, "snoozed", by=cast.sara, until=until)
    come(message)
    send_delivery(message.delivery_id)
    now = standing(case)
    assert (now.state, now.snoozed_until, now.waiting_since, Wait.objects.filter(ended_at=None).count()) == ("snoozed", until, None, 0)


def test_taken_back_it_is_a_draft_and_the_case_stands_as_it_stood(cast, case):
    message = later(case, cast)
    assert withdraw_reply(message, by=cast.sara)
    now = standing(case)
    assert (Draft.objects.get().text, now.state, now.waiting_since, now.preview) == ("فردا می‌آید", "new", case.waiting_since, "سلام")
    assert (Wait.objects.get().ended_at, Message.objects.get(pk=message.pk).leaves_at) == (None, None)
    assert not withdraw_reply(Message.objects.get(pk=message.pk), by=cast.sara)


def test_what_is_not_to_be_sent_can_be_had_back_by_its_writer_alone(cast, case):
    message = later(case, cast)
    assert take_back_later(message, by=cast.reza, keep=False)
    assert Draft.objects.count() == 0
    assert not draft_again(message, by=cast.reza)
    assert draft_again(message, by=cast.sara)
    assert Draft.objects.get().text == "فردا می‌آید"


def test_sent_now_it_leaves_after_the_undo_window_and_once(cast, case, settings):
    message = later(case, cast)
    assert send_now(message, by=cast.reza)
    left = Delivery.objects.get()
    assert timezone.now() < left.not_before <= timezone.now() + timedelta(seconds=settings.UNDO_SECONDS)
    assert not send_now(message, by=cast.reza)
    come(message)
    assert (send_delivery(left.pk), send_delivery(left.pk)) == (DeliveryState.SENT, None)
    assert (standing(case).state, kinds(case).count("case_answered")) == ("waiting", 1)


def test_refused_it_was_no_answer_and_sent_again_it_is_one(cast, case):
    message = later(case, cast)
    come(message)
    delivery = claim_delivery(message.delivery_id)
    finish(delivery, DeliveryState.FAILED, "نشانی نیست", "550")
    assert (standing(case).state, Wait.objects.get().ended_at) == ("new", None)
    finish(delivery, DeliveryState.SENT, "", "")
    assert (standing(case).state, Wait.objects.get().by_answer) == ("waiting", True)


def test_the_list_of_what_leaves_later_is_ones_own_and_paged(cast, case):
    same = timezone.now() + TOMORROW
    mine = [later(case, cast, key=f"k{number}", at=same) for number in range(3)]
    later(case, cast, key="other", by=cast.reza)
    gone = later(case, cast, key="gone")
    withdraw_reply(gone, by=cast.sara)
    cases = Case.objects.all()
    first = leaving(cast.sara, cases, most=2)
    assert [one.pk for one in first] == [one.pk for one in mine[:2]]
    assert [one.pk for one in leaving(cast.sara, cases, after=(same, first[-1].pk))] == [mine[2].pk]
    assert leaving(cast.sara, Case.objects.none()) == []


@pytest.mark.reliability("D5")
@pytest.mark.django_db(transaction=True)
def test_when_the_customers_mail_and_the_leaving_meet_exactly_one_of_them_wins(cast, case):
    """Forty races: either it left and is no draft, or it is a draft and never leaves; the text is nowhere twice, and nowhere lost."""
    outcomes = []
    for number in range(40):
        message = later(case, cast, f"متن {number}", key=f"race{number}")
        come(message)
        start, ended = threading.Barrier(2), []

        def sends(message=message, start=start, ended=ended):
            start.wait()
            ended.append(send_delivery(message.delivery_id))
            connections.close_all()

        def hears(number=number, start=start):
            start.wait()
            writes(case, cast, f"پیام {number}", name=f"race{number}")
            connections.close_all()

        both = [threading.Thread(target=sends), threading.Thread(target=hears)]
        [one.start() for one in both]
        [one.join() for one in both]
        delivery, after = Delivery.objects.get(pk=message.delivery_id), Message.objects.get(pk=message.pk)
        drafted = Draft.objects.filter(person=cast.sara, direction="out", text=f"متن {number}").exists()
        outcomes.append((delivery.state, drafted, after.withdrawn_at is not None, after.leaves_at is None, ended[0]))
        Draft.objects.all().delete()
    left, held = ("sent", False, False, True, DeliveryState.SENT), ("cancelled", True, True, True, None)
    assert set(outcomes) <= {left, held}
    assert standing(case).state in ("new", "open")  # the customer wrote each time, and nobody has answered that


def leaves_us(cast, person):
    deactivate_person(person, by=cast.admin)
    while job := queue.claim("here"):
        queue.run(job)


def told(kind):
    return sorted(Notice.objects.filter(event__kind=kind).values_list("person__name", flat=True))


def test_an_answer_of_who_left_still_leaves_and_the_department_hears_what_comes_back(cast, case):
    message = later(case, cast)
    leaves_us(cast, cast.sara)
    assert (standing(case).assignee, standing(case).state) == (None, "new")
    come(message)
    assert send_delivery(message.delivery_id) == DeliveryState.SENT
    assert (standing(case).assignee, standing(case).state) == (None, "waiting")
    Notice.objects.all().delete()
    writes(case, cast)
    assert (standing(case).state, told("message_received")) == ("open", MEMBERS)


def test_of_a_new_case_and_of_one_that_somebody_owns_the_department_does_not_hear_twice(cast, case):
    writes(case, cast, "و این")
    assert told("message_received") == []
    reply(standing(case), "سلام", by=cast.sara, dedupe_key="k2", delay=0)
    writes(case, cast, "پس چه شد", name="c")
    assert told("message_received") == ["Sara"]


@pytest.mark.parametrize("heir", ["reza", ""])
def test_what_is_held_of_who_left_is_the_owners_draft_or_a_note_and_its_heirs_are_told(cast, case, heir):
    later(case, cast, files=[store_file("a.txt", "text/plain", b"a")])
    leaves_us(cast, cast.sara)
    if heir:
        assign_case(standing(case), cast.reza, by=cast.admin)
    Notice.objects.all().delete()
    writes(standing(case), cast)
    drafts = [(draft.person.name, draft.text, [file["name"] for file in draft.files]) for draft in Draft.objects.all()]
    notes = [(note.author.name, note.text.endswith("\n\nفردا می‌آید"), note.file_count) for note in Message.objects.filter(direction="note")]
    assert (drafts, notes) == (([("Reza", "فردا می‌آید", ["a.txt"])], []) if heir else ([], [("Sara", True, 1)]))
    # One notice about a case takes the newest event: of a case that is owned, that the customer wrote.
    assert [told("message_received"), told("answer_held")] == ([["Reza"], []] if heir else [[], MEMBERS])


def test_that_an_answer_of_who_left_was_refused_is_told_to_who_has_its_case(cast, case):
    message = later(case, cast)
    leaves_us(cast, cast.sara)
    Notice.objects.all().delete()
    finish(message.delivery, DeliveryState.FAILED, "550 no such user", "")
    assert told("delivery_failed") == MEMBERS
