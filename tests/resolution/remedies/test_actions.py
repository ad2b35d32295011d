"""Giving inside an allowance, asking beyond it, and answering: nobody overspends, and nobody answers their own question (P19)."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.db import IntegrityError, transaction

from sandali.cases.models import Case, State
from sandali.company.actions import Overtaken
from sandali.company.models import Person
from sandali.company.permissions import NotAllowed
from sandali.history.models import Event, Notice
from sandali.resolution.models import Allowance, Remedy, RemedyState
from sandali.resolution.remedies.actions import (
    CannotGive,
    finish_remedy,
    give_remedy,
    grant_remedy,
    refuse_remedy,
    reopen_remedy,
    take_back,
)
from sandali.resolution.remedies.allowances import room_of
from tests.cast import make_case, person

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P19")]
# A Sunday in Tehran: half past nine in the morning.
MORNING = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


def limit(who, per_case, per_month):
    """What one person may give."""
    Allowance.objects.create(person=who, per_case=per_case, per_month=per_month, currency="IRR")


def told_people(kind):
    """Who has a notice of this kind."""
    return sorted(Notice.objects.filter(event__kind=kind).values_list("person__name", flat=True))


def test_inside_the_allowance_it_is_given_at_once_and_nobody_is_asked(cast):
    case = make_case(cast)
    remedy = give_remedy(case, "refund", amount=4_000_000, by=cast.sara, key="1")
    assert (remedy.state, remedy.from_allowance, remedy.due_at, remedy.answered_by) == ("given", True, None, None)
    assert Event.objects.get(kind="remedy_given").data == {"remedy": ["refund", 4_000_000, "IRR"]}
    assert Notice.objects.count() == 0
    room = room_of(cast.sara, case)
    assert (room.in_case, room.in_month, room.left) == (6_000_000, 96_000_000, 6_000_000)


def test_beyond_it_a_manager_is_asked_on_a_clock_and_answers_in_one_act(cast):
    lead = person("Leila", "lead", cast.support)
    case = make_case(cast)
    remedy = give_remedy(case, "refund", amount=40_000_000, by=cast.sara, key="1", at=MORNING)
    assert (remedy.state, remedy.from_allowance, remedy.due_at) == ("asked", False, MORNING + timedelta(hours=2))
    # A lead may not give so much, and Parvaneh answers no customers.
    assert told_people("remedy_asked") == ["Nahid"]
    with pytest.raises(NotAllowed):
        grant_remedy(remedy, by=lead)
    grant_remedy(remedy, by=cast.nahid)
    assert (remedy.state, remedy.answered_by) == ("granted", cast.nahid)
    assert told_people("remedy_granted") == ["Sara"]
    assert room_of(cast.sara, case).left == 10_000_000  # what was granted is nobody's allowance


def test_nobody_answers_their_own_question(cast):
    limit(cast.nahid, 0, 0)
    remedy = give_remedy(make_case(cast), "refund", amount=10, by=cast.nahid, key="1")
    assert remedy.state == "asked"
    with pytest.raises(NotAllowed):
        grant_remedy(remedy, by=cast.nahid)
    assert told_people("remedy_asked") == ["Ladan"]


def test_an_outsider_and_a_reader_cannot_grant(cast):
    remedy = give_remedy(make_case(cast), "refund", amount=40_000_000, by=cast.sara, key="1")
    Person.objects.filter(pk=cast.omid.pk).update(role="lead")
    for who in (Person.objects.get(pk=cast.omid.pk), cast.reza, cast.parvaneh):
        with pytest.raises(NotAllowed):
            grant_remedy(remedy, by=who)


def test_a_refusal_has_a_word_and_the_asker_is_told_it(cast):
    remedy = give_remedy(make_case(cast), "discount", amount=40_000_000, by=cast.sara, key="1")
    with pytest.raises(CannotGive):
        refuse_remedy(remedy, "  ", by=cast.nahid)
    refuse_remedy(remedy, "نیمی از آن بس است", by=cast.nahid)
    assert (remedy.state, remedy.answer) == ("refused", "نیمی از آن بس است")
    assert Event.objects.get(kind="remedy_refused").data["word"] == "نیمی از آن بس است"
    with pytest.raises(IntegrityError), transaction.atomic():
        Remedy.objects.update(answer="")


def test_of_two_answers_the_second_is_told_of_the_first(cast):
    remedy = give_remedy(make_case(cast), "refund", amount=40_000_000, by=cast.sara, key="1")
    second = Remedy.objects.select_related("case__department").get(pk=remedy.pk)
    grant_remedy(remedy, by=cast.nahid)
    with pytest.raises(Overtaken) as found:
        refuse_remedy(second, "نه", by=cast.admin)
    assert (found.value.current.state, found.value.current.answered_by) == ("granted", cast.nahid)
    assert Remedy.objects.get().state == "granted"


def test_an_answer_can_be_taken_back_by_who_gave_it_and_nobody_else(cast):
    remedy = give_remedy(make_case(cast), "refund", amount=40_000_000, by=cast.sara, key="1")
    grant_remedy(remedy, by=cast.nahid)
    with pytest.raises(NotAllowed):
        reopen_remedy(remedy, by=cast.admin)
    reopen_remedy(remedy, by=cast.nahid)
    assert (remedy.state, remedy.answered_by, remedy.due_at is None) == ("asked", None, False)


def test_what_was_taken_back_is_in_the_allowance_again_and_what_is_with_the_customer_stays(cast):
    case = make_case(cast)
    first = give_remedy(case, "refund", amount=10_000_000, by=cast.sara, key="1")
    assert room_of(cast.sara, case).left == 0
    take_back(first, by=cast.sara)
    assert room_of(cast.sara, case).left == 10_000_000
    second = finish_remedy(give_remedy(case, "refund", amount=10_000_000, by=cast.sara, key="2"), by=cast.sara)
    with pytest.raises(Overtaken):
        take_back(second, by=cast.sara)
    assert finish_remedy(second, by=cast.sara, is_done=False).state == "given"


def test_a_form_that_is_sent_twice_gives_once(cast):
    case = make_case(cast)
    first = give_remedy(case, "refund", amount=10, by=cast.sara, key="same")
    assert give_remedy(case, "refund", amount=10, by=cast.sara, key="same").pk == first.pk
    assert Event.objects.filter(kind="remedy_given").count() == 1


@pytest.mark.parametrize(("kind", "amount", "what"), [("refund", None, "x"), ("gift", None, " "), ("refund", 0, "x"), ("refund", -5, "x"), ("wish", 5, "x")])
def test_what_nobody_would_understand_is_refused(cast, kind, amount, what):
    with pytest.raises(CannotGive):
        give_remedy(make_case(cast), kind, amount=amount, what=what, by=cast.sara, key="1")
    assert Remedy.objects.count() == 0


@pytest.mark.parametrize(("calendar", "same_month"), [("jalali", False), ("gregorian", True)])
def test_a_month_is_the_companys_in_its_calendar_and_zone(cast, calendar, same_month):
    """The first of Azar 1405 is the 22nd of November; in Tehran it begins at 20:30 UTC of the 21st."""
    cast.company.calendar = calendar
    cast.company.save(update_fields=["calendar"])
    limit(cast.sara, None, 100)
    case = make_case(cast)
    before, after = datetime(2026, 11, 21, 20, 29, tzinfo=UTC), datetime(2026, 11, 21, 20, 31, tzinfo=UTC)
    give_remedy(case, "refund", amount=100, by=cast.sara, key="1", at=before)
    assert room_of(cast.sara, case, now=before).left == 0
    assert room_of(cast.sara, case, now=after).left == (0 if same_month else 100)


def steps(case, one, by, amount, key):
    """Everything that can be done about remedies, by name."""
    return {
        "give": lambda: give_remedy(case, "refund", amount=amount, by=by, key=key),
        "grant": lambda: one and grant_remedy(one, by=by),
        "refuse": lambda: one and refuse_remedy(one, "نه", by=by),
        "reopen": lambda: one and reopen_remedy(one, by=by),
        "take back": lambda: one and take_back(one, by=by),
        "done": lambda: one and finish_remedy(one, by=by),
    }


def test_whatever_is_done_in_whatever_order_no_allowance_is_overspent_and_nothing_is_confirmed(cast):
    """Random steps of four people; after each, what each gave out of their allowance is inside it, and no case is confirmed (P10)."""
    random, people = Random(1405), [cast.sara, cast.reza, cast.nahid, cast.admin]
    for who, per_case, per_month in ((cast.sara, 100, 250), (cast.reza, 70, 70), (cast.nahid, 300, None)):
        limit(who, per_case, per_month)
    cases, refused, seen = [make_case(cast, state="answered") for _case in range(3)], 0, set()
    for step in range(300):
        by, case = random.choice(people), Case.objects.select_related("customer", "department").get(pk=random.choice(cases).pk)
        standing = random.choice(["asked", "granted", "refused", "given"])
        known = list(Remedy.objects.filter(state=standing).select_related("case__department", "by"))
        one = random.choice(known) if known else None
        acts = steps(case, one, by, random.randrange(1, 120), str(step))
        name = random.choice(sorted(acts))
        try:
            seen |= {name} if acts[name]() else set()
        except (NotAllowed, Overtaken):
            refused += 1
        for who, per_case, per_month in ((cast.sara, 100, 250), (cast.reza, 70, 70), (cast.nahid, 300, 10**9)):
            mine = Remedy.objects.filter(by=who, from_allowance=True, state__in=["given", "granted", "done"])
            assert sum(mine.values_list("amount", flat=True)) <= per_month
            assert all(sum(mine.filter(case=one).values_list("amount", flat=True)) <= per_case for one in cases)
        assert not Remedy.objects.filter(state=RemedyState.GRANTED, answered_by=None).exists()
        assert not Case.objects.filter(state=State.CONFIRMED).exists()
    assert seen == {"give", "grant", "refuse", "reopen", "take back", "done"}
    assert 0 < refused < 200
