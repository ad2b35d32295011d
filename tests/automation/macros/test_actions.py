"""Macros: several acts with one press, all or nothing, with the rights of whoever presses; nothing is sent by itself."""

from __future__ import annotations

import pytest

from sandali.automation.macros.access import access_macro, macros_for
from sandali.automation.macros.actions import (
    LONGEST,
    STATES,
    DraftStands,
    add_macro,
    change_macro,
    remove_macro,
    use_macro,
)
from sandali.automation.models import Macro
from sandali.automation.rules.actions import EmptyRule
from sandali.automation.rules.doing import CannotDo
from sandali.cases.actions import save_draft
from sandali.cases.models import Case, Direction, Draft, Message, Priority, State
from sandali.company.actions import Overtaken
from sandali.company.permissions import NotAllowed
from sandali.history.models import Event
from tests.cast import make_case

pytestmark = pytest.mark.django_db


def macro(cast, *, by=None, state="", text="", department=None, for_everybody=False, **acts) -> Macro:
    return add_macro(by=by or cast.sara, name="کار", acts=acts, state=state, text=text, department=department, for_everybody=for_everybody)


def test_all_is_done_by_the_person_and_the_text_waits_in_the_composer(cast):
    made = macro(cast, tag="فوری", priority=4, note="دیدم", person=cast.reza.pk, state="waiting", text="سلام، بررسی شد.")
    case = make_case(cast, state="open")
    use_macro(made, case, by=cast.sara)
    now = Case.objects.get()
    assert (now.priority, now.assignee, now.state, now.state_by, [tag.name for tag in now.tags.all()]) == (
        Priority.URGENT, cast.reza, State.WAITING, cast.sara, ["فوری"],
    )  # fmt: skip
    assert Message.objects.get(direction=Direction.NOTE).author == cast.sara
    assert (Draft.objects.get().text, Message.objects.filter(direction=Direction.OUT).count()) == ("سلام، بررسی شد.", 0)
    told = Event.objects.filter(case_id=case.pk, by=cast.sara).order_by("pk").values_list("kind", flat=True)
    assert list(told) == ["case_assigned", "case_classified", "case_tagged", "note_written", "state_changed", "macro_used"]


def test_what_cannot_be_done_undoes_all_of_it(cast):
    made = macro(cast, tag="فوری", follower=cast.reza.pk)
    cast.reza.is_active = False
    cast.reza.save()
    case = make_case(cast)
    before = Event.objects.count()
    with pytest.raises(CannotDo):
        use_macro(made, case, by=cast.sara)
    assert (Case.objects.get().tags.count(), Event.objects.count()) == (0, before)


def test_an_answer_that_somebody_began_is_never_overwritten(cast):
    made = macro(cast, tag="فوری", text="سلام")
    case = make_case(cast)
    save_draft(case, "نوشتهٔ خودم", by=cast.sara)
    with pytest.raises(DraftStands):
        use_macro(made, case, by=cast.sara)
    assert (Draft.objects.get().text, case.tags.count()) == ("نوشتهٔ خودم", 0)
    use_macro(made, case, by=cast.reza)
    assert Draft.objects.get(person=cast.reza).text == "سلام"


@pytest.mark.practice("P10")
@pytest.mark.parametrize("state", sorted(set(State.values) - {str(state) for state in STATES}))
def test_no_macro_can_be_made_that_says_what_is_the_customers_to_say(cast, state):
    with pytest.raises(ValueError, match="by a macro"):
        macro(cast, state=state)


@pytest.mark.practice("P18")
def test_a_macro_begins_an_answer_and_never_holds_a_letter(cast):
    assert len(macro(cast, text="ا" * (LONGEST + 200)).text) == LONGEST


def test_an_empty_one_is_refused(cast):
    with pytest.raises(EmptyRule):
        macro(cast)


def test_who_has_which_and_who_may_change_them(cast):
    own, shared = macro(cast, tag="۱"), macro(cast, tag="۲", department=cast.support)
    everybodys = macro(cast, tag="۳", by=cast.nahid, for_everybody=True)
    assert [set(macros_for(person)) for person in (cast.sara, cast.reza, cast.omid)] == [{own, shared, everybodys}, {shared, everybodys}, {everybodys}]
    with pytest.raises(NotAllowed):
        access_macro(cast.reza, shared.pk, to="change")
    assert access_macro(cast.nahid, shared.pk, to="change") == shared
    with pytest.raises(Macro.DoesNotExist):
        access_macro(cast.reza, own.pk)
    for sharing in ({"for_everybody": True}, {"department": cast.accounting}):
        with pytest.raises(NotAllowed):
            macro(cast, tag="نه", **sharing)


def test_a_change_knows_what_it_was_made_from_and_a_removed_one_is_gone(cast):
    made = macro(cast, tag="۱")
    change_macro(made, by=cast.sara, version=1, name="دیگر", acts={"tag": "۲"})
    with pytest.raises(Overtaken):
        change_macro(made, by=cast.sara, version=1, name="سوم", acts={"tag": "۳"})
    remove_macro(made, by=cast.sara)
    assert list(macros_for(cast.sara)) == []
