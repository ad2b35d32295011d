"""Merging, splitting and undoing: nothing is lost, and undoing leaves what stood before."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone

from sandali.cases.actions import change_state, receive, reply, write_note
from sandali.cases.actions.checklist import add_item
from sandali.cases.actions.filling import fill_case
from sandali.cases.actions.journal import CASE_COLUMNS, columns
from sandali.cases.actions.linking import link_cases, nest_case
from sandali.cases.actions.regrouping import CannotRegroup, merge_cases, split_case, undo_regrouping
from sandali.cases.actions.together import follow_case
from sandali.cases.counting import wrong_counts
from sandali.cases.models import (
    Attachment,
    Case,
    CaseLink,
    CaseValue,
    ChecklistItem,
    Draft,
    Follower,
    Message,
    Regrouping,
    Reminder,
    Task,
    Wait,
)
from sandali.cases.search import find_hits, index_case, index_message
from sandali.cases.threads import reply_token
from sandali.cases.waits import begin_wait
from sandali.channels.actions import store_arrival
from sandali.channels.adapter import Incoming, Party
from sandali.channels.models import Delivery
from sandali.company.permissions import NotAllowed
from sandali.customers.actions import named_tag
from sandali.customers.fields.actions import define_field
from sandali.customers.models import CustomField
from sandali.history.models import Event, Notice
from tests.cast import make_case

pytestmark = pytest.mark.django_db


def waiting_case(cast, **fields):
    """A case with a running wait, as intake leaves it."""
    case = make_case(cast, **fields)
    if case.waiting_since is not None:
        begin_wait(case, at=case.waiting_since)
    return case


def everything(*cases):
    """All columns of cases and of all that hangs on them, without versions."""
    rows = {case.pk: columns(Case.objects.get(pk=case.pk), CASE_COLUMNS) | {"tags": sorted(case.tags.values_list("name", flat=True))} for case in cases}
    for model in (Message, Task, ChecklistItem, Follower, CaseLink, CaseValue, Reminder, Draft, Wait):
        rows[model.__name__] = list(model.objects.order_by("pk").values())
    rows["threads"] = list(Delivery.objects.order_by("pk").values_list("pk", "thread"))
    return rows


def field_called(name, *, by):
    """The field of cases called so."""
    return CustomField.objects.filter(name=name).first() or define_field("case", "text", name, by=by)


def rich_case(cast, **fields):
    """A case with one of everything."""
    case = waiting_case(cast, messages=2, **fields)
    Attachment.objects.create(message=case.messages.first(), name="a.txt", size=1, sha256="0" * 64)
    write_note(case, "یادداشت", by=cast.sara)
    reply(case, "پاسخ", by=cast.sara, dedupe_key=f"k{case.pk}")
    Task.objects.create(case=case, title="کار", department=cast.accounting, by=cast.sara)
    add_item(case, "گام", by=cast.sara)
    Follower.objects.create(case=case, person=cast.reza)
    Draft.objects.create(case=case, person=cast.nahid, text="نیمه")
    Reminder.objects.create(case=case, person=cast.sara, at=timezone.now())
    case.tags.add(named_tag(f"برچسب {case.pk}"))
    device, floor = (field_called(name, by=cast.admin) for name in ("دستگاه", "طبقه"))
    fill_case(case, {device.pk: f"دستگاه {case.pk}"} | ({floor.pk: "سوم"} if "department" in fields else {}), by=cast.sara)
    return Case.objects.get(pk=case.pk)


def mail(cast, name, sender="mina@example.com", **facts):
    arrival = store_arrival(cast.channel, f"raw {name}".encode(), source="pipe")[0]
    return receive(Incoming(sender=Party("email", sender), text=f"متن {name}", external_id=f"{name}@x", **facts), [], arrival)


def address_of(case):
    return f"support+{reply_token(case)}@simorgh.example"


def where():
    """Message → case."""
    return dict(Message.objects.values_list("pk", "case_id"))


@pytest.mark.parametrize("first_goes", [True, False])
def test_everything_of_a_case_goes_to_the_other_in_either_direction_and_comes_back_exactly(cast, first_goes):
    pair = [rich_case(cast), rich_case(cast)]
    third = make_case(cast)
    source, target = pair if first_goes else pair[::-1]
    link_cases(source, third, by=cast.sara)
    nest_case(third, source, by=cast.sara)
    before = everything(*pair, third)
    messages = set(where())
    made = merge_cases(source, target, by=cast.sara)
    merged, stays = Case.objects.get(pk=source.pk), Case.objects.get(pk=target.pk)
    assert (merged.aside, merged.merged_into_id, merged.message_count, merged.waiting_since) == ("merged", target.pk, 0, None)
    assert {number for number, case in where().items() if case == target.pk} == messages - set(third.messages.values_list("pk", flat=True))
    assert stays.message_count == 8 and stays.last_message_id == max(stays.messages.values_list("pk", flat=True))
    assert [model.objects.filter(case=source).count() for model in (Task, ChecklistItem, Reminder)] == [0, 0, 0]
    assert sorted(stays.checklist.values_list("place", flat=True)) == [0, 1]
    assert set(Delivery.objects.values_list("thread", flat=True)) == {f"case:{target.pk}"}
    assert list(CaseLink.objects.values_list("one", "other")) == [tuple(sorted((target.pk, third.pk)))]
    assert Case.objects.get(pk=third.pk).parent_id == target.pk
    assert stays.tags.count() == 2
    undo_regrouping(made, by=cast.reza)
    assert everything(*pair, third) == before
    assert wrong_counts() == []


def test_who_waits_longest_waits_on_and_the_wait_of_what_went_ends_without_an_answer(cast):
    long_ago = timezone.now() - timedelta(days=2)
    source, target = waiting_case(cast, waiting_since=long_ago), make_case(cast, state="answered", waiting_since=None)
    merge_cases(source, target, by=cast.sara)
    target.refresh_from_db()
    assert (target.state, target.waiting_since) == ("open", long_ago)
    rows = Wait.objects.order_by("pk").values_list("case", "began_at", "by_answer", "ended_at")
    assert [(*row[:3], row[3] is None) for row in rows] == [(source.pk, long_ago, False, False), (target.pk, long_ago, False, True)]


def test_two_running_waits_become_one_that_began_with_the_earlier(cast):
    long_ago = timezone.now() - timedelta(days=2)
    source, target = waiting_case(cast, waiting_since=long_ago), waiting_case(cast)
    merge_cases(source, target, by=cast.sara)
    assert list(Wait.objects.filter(ended_at=None).values_list("case", "began_at")) == [(target.pk, long_ago)]


def test_both_histories_stay_and_say_it(cast):
    source, target = make_case(cast), make_case(cast)
    write_note(source, "x", by=cast.sara)
    earlier = list(Event.objects.order_by("pk").values())
    made = merge_cases(source, target, by=cast.sara)
    assert list(Event.objects.order_by("pk").values())[: len(earlier)] == earlier
    told = Event.objects.filter(kind__in=("case_merged", "case_took_in")).order_by("pk")
    assert list(told.values_list("kind", "case_id", "data")) == [
        ("case_merged", source.pk, {"other": target.pk, "regrouping": made.pk, "count": 2}),
        ("case_took_in", target.pk, {"other": source.pk, "regrouping": made.pk, "count": 2}),
    ]  # fmt: skip


def test_marks_of_mails_already_out_lead_through_a_chain_of_merges(cast):
    cases = [make_case(cast) for _number in range(4)]
    for source, target in zip(cases, cases[1:], strict=False):
        merge_cases(source, target, by=cast.sara)
    message = mail(cast, "late", delivered_to=(address_of(cases[0]),))
    assert message.case_id == cases[3].pk
    known = mail(cast, "reference", references=(f"m{cases[1].pk}.0@example.com",))
    assert known.case_id == cases[3].pk


def test_what_cannot_be_merged_is_said(cast):
    one, other, third = (make_case(cast) for _number in range(3))
    merge_cases(one, other, by=cast.reza)
    for source, target, words in ((one, third, "Reza"), (third, one, "Reza"), (other, one, "Reza"), (third, third, "")):
        with pytest.raises(CannotRegroup) as said:
            merge_cases(source, target, by=cast.sara)
        assert words in str(said.value)
    assert Regrouping.objects.count() == 1


def test_nothing_is_done_in_a_case_that_was_merged(cast):
    source, target = make_case(cast), make_case(cast)
    merge_cases(source, target, by=cast.sara)
    for act in (lambda: write_note(source, "x", by=cast.sara), lambda: change_state(source, "answered", by=cast.sara), lambda: reply(source, "x", by=cast.sara, dedupe_key="x")):
        with pytest.raises(NotAllowed):
            act()


def test_what_came_after_the_merge_stays_with_the_target(cast):
    source, target = waiting_case(cast), waiting_case(cast)
    made = merge_cases(source, target, by=cast.sara)
    late = mail(cast, "late", delivered_to=(address_of(source),))
    undo_regrouping(made, by=cast.sara)
    assert (where()[late.pk], source.messages.count(), target.messages.count()) == (target.pk, 1, 2)
    target.refresh_from_db()
    assert (target.last_message_id, wrong_counts()) == (late.pk, [])


def test_undoing_keeps_a_customer_waiting_who_wrote_meanwhile(cast):
    source, target = make_case(cast), make_case(cast, state="answered", waiting_since=None)
    made = merge_cases(source, target, by=cast.sara)
    late = mail(cast, "late", delivered_to=(address_of(target),))
    undo_regrouping(made, by=cast.sara)
    target.refresh_from_db()
    assert (target.state, target.waiting_since) == ("open", Message.objects.filter(case=target).order_by("pk").first().at)
    assert late.case_id == target.pk
    assert list(Wait.objects.filter(case=target, ended_at=None).values_list("began_at", flat=True)) == [target.waiting_since]


def test_what_was_decided_since_is_kept_by_undoing(cast):
    source, target = waiting_case(cast), waiting_case(cast)
    made = merge_cases(source, target, by=cast.sara)
    change_state(Case.objects.get(pk=target.pk), "answered", by=cast.reza)
    undo_regrouping(made, by=cast.sara)
    rows = Case.objects.filter(pk__in=(source.pk, target.pk)).order_by("pk").values_list("state", "waiting_since")
    assert [(state, since is None) for state, since in rows] == [("new", False), ("answered", True)]


def test_undoing_says_what_contradicts_it(cast):
    one, other, third = (make_case(cast) for _number in range(3))
    first = merge_cases(one, other, by=cast.sara)
    second = merge_cases(other, third, by=cast.sara)
    with pytest.raises(CannotRegroup):
        undo_regrouping(first, by=cast.sara)
    undo_regrouping(second, by=cast.sara)
    parted = split_case(other, [one_of.pk for one_of in Message.objects.filter(pk__in=first.messages)], by=cast.sara, subject="x")
    with pytest.raises(CannotRegroup):
        undo_regrouping(first, by=cast.sara)
    undo_regrouping(parted, by=cast.sara)
    undo_regrouping(first, by=cast.sara)
    with pytest.raises(CannotRegroup) as said:
        undo_regrouping(first, by=cast.sara)
    assert "Sara" in str(said.value)
    assert sorted(Counter(where().values()).values()) == [1, 1, 1]


def test_words_are_found_in_the_case_that_stays(cast):
    source, target = make_case(cast, subject="کفش"), make_case(cast)
    index_case(source)
    for message in source.messages.all():
        Message.objects.filter(pk=message.pk).update(text="زرافه")
        message.text = "زرافه"
        index_message(message)
    merge_cases(source, target, by=cast.sara)
    for words in ("زرافه", "کفش", f"#{source.pk}"):
        assert [hit.case.pk for hit in find_hits(cast.sara, words).hits] == [target.pk]


def test_messages_are_split_off_with_their_files_and_their_answers_follow_them(cast):
    case = rich_case(cast)
    _first, second, _note, answer = case.messages.order_by("pk")
    file = Attachment.objects.create(message=second, name="b.txt", size=1, sha256="1" * 64)
    before = everything(case)
    made = split_case(case, [second.pk, answer.pk], by=cast.sara, subject="دیگری", customer=cast.kaveh, department=cast.support)
    new = Case.objects.get(pk=made.target_id)
    assert (new.customer, new.subject, new.message_count, new.state, new.waiting_since) == (cast.kaveh, "دیگری", 2, "waiting", None)
    assert Attachment.objects.get(pk=file.pk).message.case_id == new.pk
    assert wrong_counts() == []
    # By the old case's mark and a reference to what was moved, the answer comes to the new case; without it to the old one.
    assert mail(cast, "r1", delivered_to=(address_of(case),), references=(answer.external_id,)).case_id == new.pk
    assert mail(cast, "r2", delivered_to=(address_of(case),), references=(second.external_id,)).case_id == new.pk
    assert mail(cast, "r3", delivered_to=(address_of(case),)).case_id == case.pk
    assert mail(cast, "r4", references=(answer.external_id,)).case_id == new.pk
    with pytest.raises(CannotRegroup):
        undo_regrouping(made, by=cast.sara)
    assert before["Task"] == everything(case)["Task"]


def test_a_split_is_undone_exactly_and_the_new_case_lives_on_in_the_old_one(cast):
    case = rich_case(cast)
    mail(cast, "more", delivered_to=(address_of(case),))
    before = everything(case)
    last = case.messages.order_by("pk").last()
    made = split_case(case, [last.pk], by=cast.sara, subject="دیگری", department=cast.support)
    case.refresh_from_db()
    assert (case.state, case.waiting_since, Case.objects.get(pk=made.target_id).waiting_since) == ("waiting", None, last.at)
    undo_regrouping(made, by=cast.sara)
    after = everything(case)
    waits = [row for row in after["Wait"] if row["case_id"] != made.target_id]
    assert after | {"Wait": waits} == before
    assert mail(cast, "late", delivered_to=(address_of(made.target),)).case_id == case.pk
    assert wrong_counts() == []


def test_what_cannot_be_split_is_said(cast):
    case, other = make_case(cast, messages=2), make_case(cast)
    for chosen in ([], list(case.messages.values_list("pk", flat=True)), list(other.messages.values_list("pk", flat=True))):
        with pytest.raises(CannotRegroup):
            split_case(case, chosen, by=cast.sara, subject="x")
    assert Case.objects.count() == 2


def test_messages_of_another_customer_are_marked_and_come_back_unmarked(cast):
    source, target = make_case(cast, customer=cast.kaveh), make_case(cast)
    made = merge_cases(source, target, by=cast.sara)
    assert list(target.messages.order_by("pk").values_list("is_stranger", flat=True)) == [True, False]
    undo_regrouping(made, by=cast.sara)
    assert set(Message.objects.values_list("is_stranger", flat=True)) == {False}


def step(random, act, by):
    """Do one thing somewhere, where it can be done."""
    standing = list(Case.objects.filter(aside="").order_by("pk"))
    try:
        if act == "merge" and len(standing) > 1:
            merge_cases(*random.sample(standing, 2), by=by)
        elif act == "split":
            case = random.choice(standing)
            said = list(case.messages.order_by("pk").values_list("pk", flat=True))
            split_case(case, random.sample(said, max(1, len(said) // 2)) if said else [], by=by, subject="x", department=case.department)
        elif act == "undo" and Regrouping.objects.exists():
            undo_regrouping(random.choice(list(Regrouping.objects.order_by("pk"))), by=by)
    except CannotRegroup:
        pass


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_merged_split_and_undone_no_message_is_lost_or_doubled(cast, seed):
    random = Random(seed)
    for _number in range(4):
        waiting_case(cast, messages=3)
    everything_said = set(where())
    for _step in range(25):
        step(random, random.choice(["merge", "split", "undo", "undo"]), cast.sara)
        assert set(where()) == everything_said
        assert not Message.objects.exclude(case__aside="").exists()
        assert wrong_counts() == []
        running = dict(Wait.objects.filter(ended_at=None).values_list("case", "began_at"))
        assert running == dict(Case.objects.filter(waiting_since__isnull=False).values_list("pk", "waiting_since"))


@pytest.mark.parametrize("seed", range(4))
def test_what_was_done_last_and_undone_first_leaves_everything_as_it_stood(cast, seed):
    random = Random(seed)
    cases = [rich_case(cast) for _number in range(3)]
    before = everything(*cases)
    for _step in range(10):
        step(random, random.choice(["merge", "split"]), cast.sara)
    assert Regrouping.objects.count() > 3
    for made in Regrouping.objects.order_by("-pk"):
        undo_regrouping(made, by=cast.reza)
    after = everything(*cases)
    numbers = {case.pk for case in cases}
    assert after | {"Wait": [row for row in after["Wait"] if row["case_id"] in numbers]} == before


def notices():
    return sorted(Notice.objects.values_list("person__name", "about", "event__kind", "count"))


def test_owners_and_followers_of_both_cases_are_told_once(cast):
    source, target = make_case(cast, assignee=cast.reza), make_case(cast, assignee=cast.nahid)
    for case, people in ((source, [cast.parvaneh, cast.nahid, cast.admin]), (target, [cast.reza, cast.admin])):
        for person in people:
            follow_case(case, by=person)
    Notice.objects.all().delete()
    made = merge_cases(source, target, by=cast.sara)
    assert notices() == [(name, f"case:{target.pk}", "case_took_in", 1) for name in ("Ladan", "Nahid", "Parvaneh", "Reza")]
    Notice.objects.all().delete()
    undo_regrouping(made, by=cast.sara)
    said = [(name, f"case:{target.pk}", "merge_undone", 1) for name in ("Ladan", "Nahid", "Reza")]
    assert notices() == [*said[:2], ("Parvaneh", f"case:{source.pk}", "merge_undone", 1), said[2]]


def test_a_split_and_its_undoing_are_told_once_to_who_owns_and_follows(cast):
    case = make_case(cast, assignee=cast.reza, messages=2)
    follow_case(case, by=cast.nahid)
    Notice.objects.all().delete()
    first = Message.objects.filter(case=case).earliest("pk")
    made = split_case(case, [first.pk], by=cast.sara, subject="تازه", department=cast.support)
    assert notices() == [(name, f"case:{case.pk}", "case_split", 1) for name in ("Nahid", "Reza")]
    Notice.objects.all().delete()
    undo_regrouping(made, by=cast.sara)
    assert [(name, kind, count) for name, _about, kind, count in notices()] == [("Nahid", "split_undone", 1), ("Reza", "split_undone", 1)]
