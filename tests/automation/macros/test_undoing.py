"""Taking a macro back from the message that says it is done: all that can be, and nothing that somebody changed since."""

from __future__ import annotations

import pytest

from sandali.automation.macros.actions import add_macro, use_macro
from sandali.automation.macros.undoing import access_use, take_back_use
from sandali.cases.actions import save_draft, tag_case
from sandali.cases.actions.handling import assign_case
from sandali.cases.actions.journal import CASE_COLUMNS, columns
from sandali.cases.models import Case, Draft, Message, State, Wait
from sandali.cases.waits import begin_wait
from sandali.history.models import Event
from tests.cast import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(cast):
    """A macro that does most of what there is to do."""
    acts = {"tag": "فوری", "untag": "کهنه", "priority": 4, "kind": "complaint", "person": cast.reza.pk}
    return add_macro(by=cast.sara, name="کار", acts=acts, state="answered", text="سلام، بررسی شد.")


@pytest.fixture
def case(cast):
    """A case whose customer waits for us."""
    found = make_case(cast, assignee=cast.sara)
    begin_wait(found, at=found.waiting_since)
    tag_case(found, "کهنه", by=cast.sara)
    return Case.objects.get(pk=found.pk)


def stand(case):
    """All of a case that a macro may change, without its version; by when it is due is told by its clocks."""
    found = Case.objects.get(pk=case.pk)
    waits = list(Wait.objects.filter(case=case).values("began_at", "ended_at", "seconds", "working_seconds"))
    return columns(found, [name for name in CASE_COLUMNS if name not in ("due_at", "warn_at")]), sorted(found.tags.values_list("name", flat=True)), waits, Draft.objects.count()


def test_everything_is_as_it_was_with_the_customers_wait_and_once(cast, made, case):
    before = stand(case)
    use_macro(made, case, by=cast.sara)
    assert (Case.objects.get().state, Wait.objects.get().ended_at is None, stand(case)[1]) == (State.ANSWERED, False, ["فوری"])
    used = access_use(cast.sara, case.pk, made.pk)
    assert (take_back_use(used, by=cast.sara), stand(case)) == ((7, 7), before)
    with pytest.raises(Event.DoesNotExist):
        access_use(cast.sara, case.pk, made.pk)


def test_it_is_the_one_who_pressed_who_takes_it_back(cast, made, case):
    use_macro(made, case, by=cast.sara)
    with pytest.raises(Event.DoesNotExist):
        access_use(cast.reza, case.pk, made.pk)


def test_what_somebody_changed_since_and_what_was_read_stays_and_is_counted(cast, case):
    made = add_macro(by=cast.sara, name="کار", acts={"priority": 4, "person": cast.reza.pk, "note": "دیدم"}, state="waiting", text="سلام")
    use_macro(made, case, by=cast.sara)
    assign_case(Case.objects.get(), cast.nahid, by=cast.reza)
    save_draft(case, "سلام، خوب هستید؟", by=cast.sara)
    restored = take_back_use(access_use(cast.sara, case.pk, made.pk), by=cast.sara)
    now = Case.objects.get()
    assert (restored, now.priority, now.assignee, now.state, Message.objects.filter(direction="note").count(), Draft.objects.get().text) == (
        (2, 5), case.priority, cast.nahid, case.state, 1, "سلام، خوب هستید؟",
    )  # fmt: skip


def test_a_word_of_the_customers_that_a_macro_set_aside_is_not_ours_to_give_back(cast, case):
    Case.objects.update(state=State.CONFIRMED, state_by=None, waiting_since=None)
    made = add_macro(by=cast.sara, name="کار", acts={}, state="open")
    use_macro(made, Case.objects.get(), by=cast.sara)
    restored = take_back_use(access_use(cast.sara, case.pk, made.pk), by=cast.sara)
    assert (restored, Case.objects.get().state) == ((0, 1), State.OPEN)


def test_the_message_offers_the_way_back_and_the_way_back_says_what_stays(client, cast, made, case):
    client.force_login(cast.sara)
    client.post(f"/cases/{case.pk}/macros/{made.pk}/")
    undo = f"/cases/{case.pk}/macros/{made.pk}/undoing/"
    assert undo in client.get(f"/cases/{case.pk}/").content.decode()
    client.post(undo)
    assert (Case.objects.get().state, client.post(undo).status_code) == (case.state, 404)
