"""No path by which one of ours, a rule or an import sets a case to confirmed: whatever they do, in whatever order (P10)."""

import ast
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from sandali.cases.actions import (
    assign_case,
    change_state,
    classify_case,
    record_contact,
    reply,
    write_note,
)
from sandali.cases.actions.bulk import change_cases, restore_cases
from sandali.cases.actions.bulk_plans import stating
from sandali.cases.actions.together import take_over
from sandali.cases.models import Case, State
from sandali.resolution.confirmation.asking import answer_case, follow_due
from sandali.resolution.confirmation.confirming import take_no, take_yes
from sandali.resolution.models import Asked, Asking, Way
from sandali.resolution.standards.settling import settle
from tests.cast import make_case
from tests.resolution.confirmation.everything import (
    MAKERS,
    THE_CUSTOMERS,
    Nothing,
    World,
    actions,
    given,
    out_of_time,
    unthought_of,
)
from tests.resolution.confirmation.handled import handled

ROOMS = Path(__file__).resolve().parents[3] / "sandali"
# The customer's word is written here, and shown, counted or told of elsewhere. The demo writes a company's past.
MAY_WRITE = {"cases/actions/closing.py", "demo/acts.py"}
# What is refused whenever one of ours tries it.
REFUSED = {*(f"set {state}" for state in ("new", "confirmed", "lapsed")), *(f"answer to {state}" for state in ("new", "snoozed", "confirmed", "lapsed"))}
pytestmark = pytest.mark.practice("P10")


def acts(cast, random):
    """Everything that one of ours can do about a state, each as (name, function of a case)."""
    person = random.choice([cast.sara, cast.reza, cast.nahid, cast.admin])
    key = f"{random.random()}"
    return {
        **{f"set {state}": lambda case, state=state: change_state(case, state, by=person) for state in State if state != State.SNOOZED},
        "snooze": lambda case: change_state(case, "snoozed", by=person, until=timezone.now() + timedelta(days=1)),
        **{f"answer to {state}": lambda case, state=state: reply(case, "پاسخ", by=person, dedupe_key=key, state=state) for state in State},
        "answer and ask": lambda case: answer_case(case, "پاسخ", by=person, dedupe_key=key),
        "note": lambda case: write_note(case, "بله حل شد", by=person),
        "call": lambda case: record_contact(case, "مشتری گفت بله حل شد", by=person, direction="call"),
        "assign": lambda case: assign_case(case, cast.reza, by=person),
        "classify": lambda case: classify_case(case, by=person, kind="complaint"),
        "take over": lambda case: take_over(case, "من", by=person),
        **{f"many to {state}": lambda case, state=state: change_cases({case.pk: None}, stating(state), by=person) for state in ("answered", "open")},
        "time passes": lambda _case: follow_due(timezone.now() + timedelta(days=random.randrange(1, 40))),
        "not yet": lambda case: [take_no(asking) for asking in Asking.objects.filter(case=case, state=Asked.OPEN)],
        **handled(cast, random, person),
    }


@pytest.mark.django_db
def test_whatever_ours_do_in_whatever_order_nothing_is_confirmed(cast):
    random = Random(20261122)
    for _case in range(4):
        make_case(cast, state="open")
    undone, steps = set(acts(cast, random)) - REFUSED, 0
    while (undone or steps < 200) and steps < 3_000:  # it ends when each was done; chance alone decides how soon
        case = random.choice(list(Case.objects.select_related("customer", "channel", "department").exclude(aside="merged").order_by("pk")))
        doing = acts(cast, random)
        name = random.choice(sorted(undone if undone and steps % 2 else doing))
        try:
            with transaction.atomic():
                doing[name](case)
            undone.discard(name)
        except Exception:  # noqa: BLE001 - most of these refuse most of the time, each in its own way; what they leave behind is looked at
            pass
        assert not Case.objects.filter(state=State.CONFIRMED).exists(), name
        steps += 1
    assert undone == set()
    # The same cases do become confirmed by the customer, so the walk did not stand in a corner from which nothing leads there.
    case = make_case(cast, state="open")
    answer_case(case, "پاسخ", by=cast.sara, dedupe_key="last")
    assert take_yes(Asking.objects.get(case=case, state=Asked.OPEN), way=Way.LINK) is True


@pytest.fixture
def world(cast):
    cases = [make_case(cast, state="open", kind=kind) for kind in ("complaint", "question", "complaint")]
    settle([case.pk for case in cases])
    return World(cast, cases, Random(20261122), people=[cast.sara, cast.reza, cast.nahid, cast.admin])


@pytest.mark.django_db
def test_every_action_is_found_and_can_be_tried(world):
    found = actions()
    assert (THE_CUSTOMERS - found.keys(), list(unthought_of(world))) == (set(), [])
    for name in ("asking.answer_case", "promises.actions.make_promise", "remedies.actions.give_remedy", "recovery.jobs.tell_everybody", "standards.following.follow_due"):
        assert [name for one in found if one.endswith(name)] == [name]
    assert [one for one in found if one.startswith("team.")] != []


@pytest.mark.django_db
def test_every_action_of_every_room_is_done_and_nothing_is_confirmed(world):
    """Each is tried until it was done, in an order of chance; whatever it does, or refuses half way, no case is confirmed."""
    everything = sorted(actions().keys() - THE_CUSTOMERS)
    undone, rounds = set(everything), 0
    while undone and rounds < 60:  # it ends when each was done; chance alone decides how soon
        for name in [*world.random.sample(sorted(undone), len(undone)), *world.random.sample(everything, 15)]:
            if done(name, world):
                undone.discard(name)
        rounds += 1
        if rounds % 3 == 0:
            out_of_time(world)
    assert undone == set()


def done(name, world, again=True):
    """Try an action once, and once more with what was missing made; returns whether it was done."""
    try:
        with transaction.atomic():
            places, named = given(name, actions()[name], world)
            actions()[name](*places, **named)
    except Nothing as missing:
        return again and str(missing) in MAKERS and done(MAKERS[str(missing)], world, again=False) and done(name, world, again=False)
    except Exception:  # noqa: BLE001 - most refuse most of the time, each in its own way; that each is done in the end is looked at
        return False
    finally:
        assert not Case.objects.filter(state=State.CONFIRMED).exists(), name
    return True


@pytest.mark.django_db
def test_many_at_once_and_taking_back_cannot_bring_a_yes_back_that_a_no_ended(cast):
    case = make_case(cast, state="open")
    answer_case(case, "پاسخ", by=cast.sara, dedupe_key="1")
    asking = Asking.objects.get()
    take_yes(asking, way=Way.LINK)
    outcome = change_cases({case.pk: None}, stating("open"), by=cast.sara)
    take_no(asking)
    restore_cases(outcome.event, by=cast.sara)
    assert not Case.objects.filter(state=State.CONFIRMED).exists()


@pytest.mark.django_db
def test_the_database_refuses_a_confirmation_beside_which_one_of_ours_stands(cast):
    case = make_case(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(state=State.CONFIRMED, state_by=cast.sara)


def test_no_other_file_writes_the_word():
    writers = []
    for path in sorted(ROOMS.rglob("*.py")):
        name = path.relative_to(ROOMS).as_posix()
        if "migrations" in name or name in MAY_WRITE:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "state" and "CONFIRMED" in ast.dump(node.value) + repr(getattr(node.value, "value", "")).upper():
                writers.append(f"{name}:{node.value.lineno}")
    # Read by filters and a constraint alone: each is looked at when it is added here.
    assert sorted({writer.rpartition(":")[0] for writer in writers}) == READERS


READERS = ["cases/models/case.py", "demo/regroup.py", "desk/cases/quiet.py", "resolution/reach/queries.py", "resolution/recovery/waiting.py", "resolution/understanding/before.py"]
