"""The inbox's boxes, its order, and by which way an answer leaves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.cases.actions import mark_case_read, open_case
from sandali.cases.models import Case, Message
from sandali.cases.queries import (
    answer_way,
    box_counts,
    case_page,
    department_of,
    in_box,
    owner_of,
    read_until,
    shown,
    thread,
)
from sandali.channels.models import Channel
from sandali.customers.actions import add_identity
from sandali.history.models import Event
from tests.cast import make_case

pytestmark = pytest.mark.django_db


def test_the_boxes_hold_what_their_names_say(cast):
    mine = make_case(cast, assignee=cast.sara)
    free = make_case(cast)
    other = make_case(cast, assignee=cast.reza)
    nowhere = make_case(cast, department=None, assignee=cast.reza)
    make_case(cast, department=cast.accounting)
    boxes = {box: set(in_box(cast.sara, box).values_list("pk", flat=True)) for box in ("mine", "unassigned", "department", "all")}
    assert boxes == {
        "mine": {mine.pk}, "unassigned": {free.pk}, "department": {mine.pk, free.pk, other.pk},
        "all": {mine.pk, free.pk, other.pk, nowhere.pk},
    }  # fmt: skip
    assert box_counts(cast.sara) == {"mine": 1, "unassigned": 1, "department": 3, "all": 4}


def test_counts_are_counted_anew_as_soon_as_something_happened(cast):
    assert box_counts(cast.sara)["mine"] == 0
    open_case(cast.mina, by=cast.sara)
    assert box_counts(cast.sara)["mine"] == 1


@pytest.mark.reliability("H3")
def test_counts_hold_nothing_that_may_not_be_seen(cast):
    make_case(cast, department=cast.accounting)
    assert (box_counts(cast.sara)["all"], box_counts(cast.omid)["all"]) == (0, 1)


def test_pages_follow_each_other_without_a_gap_or_a_repeat_even_at_equal_times(cast):
    now = timezone.now()
    made = [make_case(cast, waiting_since=now - timedelta(minutes=number // 3), last_message_at=now) for number in range(10)]
    for sort, field in (("due", "due_at"), ("waiting", "waiting_since"), ("latest", "last_message_at")):
        seen, after = [], None
        while page := case_page(Case.objects.all(), sort=sort, after=after, most=3):
            seen += [case.pk for case in page]
            after = (getattr(page[-1], field), page[-1].pk)
        assert sorted(seen) == sorted(case.pk for case in made)
        assert len(seen) == 10


def test_what_waits_longest_comes_first_and_what_is_not_our_turn_not_at_all(cast):
    now = timezone.now()
    late = make_case(cast, waiting_since=now - timedelta(hours=9))
    later = make_case(cast, waiting_since=now - timedelta(hours=1))
    make_case(cast, waiting_since=None, state="waiting")
    assert [case.pk for case in case_page(shown(Case.objects.all(), "us"), sort="due")] == [late.pk, later.pk]


def test_how_far_somebody_has_read_is_theirs_alone(cast):
    case = make_case(cast)
    mark_case_read(case, by=cast.sara)
    assert (read_until(cast.sara, [case.pk]), read_until(cast.reza, [case.pk])) == ({case.pk: case.last_message_id}, {})


def test_a_thread_is_the_newest_oldest_first_and_pages_back(cast):
    case = make_case(cast, messages=7)
    ids = list(Message.objects.filter(case=case).order_by("pk").values_list("pk", flat=True))
    assert [message.pk for message in thread(case, most=3)] == ids[-3:]
    assert [message.pk for message in thread(case, below=ids[-3], most=3)] == ids[-6:-3]
    assert [message.pk for message in thread(case, since=ids[2])] == ids[2:]


def test_an_answer_leaves_where_the_customer_wrote_last_if_that_door_still_sends(cast):
    case = make_case(cast)
    assert [str(one) for one in answer_way(case)] == ["Support", "mina@example.com"]
    second = Channel.objects.create(kind="email", name="Second", slug="second", address="two@simorgh.example")
    Channel.objects.filter(pk=cast.channel.pk).update(is_active=False)
    case = Case.objects.select_related("channel", "customer").get(pk=case.pk)
    assert answer_way(case)[0] == second
    Channel.objects.update(is_active=False)
    case = Case.objects.select_related("channel", "customer").get(pk=case.pk)
    assert answer_way(case) == (None, None)


def test_a_customer_known_by_phone_alone_cannot_be_written_to_by_mail(cast):
    case = make_case(cast)
    add_identity(cast.mina, kind="phone", value="09123456789", by=cast.sara)
    cast.mina.identities.filter(kind="email").delete()
    assert answer_way(case) == (None, None)


def test_who_is_told_of_a_case_is_its_owner_or_else_its_department(cast):
    owned, free = make_case(cast, assignee=cast.sara), make_case(cast)
    events = [Event(kind="x", case_id=case.pk, subject_type="case", subject_id=case.pk) for case in (owned, free)]
    assert [owner_of(event) for event in events] == [[cast.sara.pk], []]
    members = sorted(person.pk for person in (cast.sara, cast.reza, cast.nahid, cast.parvaneh, cast.admin))
    assert [sorted(department_of(event)) for event in events][0] == []
    assert set(department_of(events[1])) <= set(members) and cast.omid.pk not in department_of(events[1])
