"""The path of a complaint, from owning it to telling the customer what has changed: its steps, done, taken back, raced for."""

import pytest

from sandali.cases.actions import reply, withdraw_reply
from sandali.company.actions import Overtaken
from sandali.history.models import Event, Notice
from sandali.resolution.models import ApologyBand, RecoveryStep, Step
from sandali.resolution.recovery import actions
from sandali.resolution.recovery.apologising import send_apology, send_change
from sandali.resolution.recovery.queries import standing_rows
from tests.cast import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P12")]
APOLOGY = "سلام خانم کریمی، سفارش شما ده روز دیر رسید و تقصیر ما بود، چون بسته را به انبار اشتباه فرستادیم. عذر می‌خواهم. میز تازه فردا پیش از ظهر بدون هزینه به دستتان می‌رسد."


def standing(case):
    return {row[0]: row[3] for row in standing_rows(case)}


def kinds(case):
    return list(Event.objects.filter(case_id=case.pk).order_by("pk").values_list("kind", flat=True))


def test_each_step_knows_who_did_it_and_with_what(cast):
    case = make_case(cast, kind="complaint")
    actions.own_it(case, cast.reza, by=cast.nahid)
    actions.understand(case, "مهمان داشتند و میز نبود", by=cast.reza)
    message = send_apology(case, APOLOGY, by=cast.reza, dedupe_key="1")
    actions.put_right(case, "میز تازه فرستاده شد", by=cast.sara)
    told = send_change(case, "از این پس هر بسته پیش از ارسال شمرده می‌شود.", by=cast.reza, dedupe_key="2")
    assert standing(case) == {"own": "Nahid", "understand": "Reza", "apologise": "Reza", "put_right": "Sara", "tell": "Reza"}
    rows = {row.step: (row.person, row.text, row.message) for row in RecoveryStep.objects.filter(case=case)}
    assert rows == {
        "own": (cast.reza, "", None),
        "understand": (None, "مهمان داشتند و میز نبود", None),
        "apologise": (None, "", message),
        "put_right": (None, "میز تازه فرستاده شد", None),
        "tell": (None, "", told),
    }
    assert Notice.objects.filter(person=cast.reza, event__kind="recovery_owned").count() == 1


def test_steps_go_in_any_order_and_one_done_anew_keeps_what_it_was(cast):
    case = make_case(cast)
    first = actions.put_right(case, "one", by=cast.sara)
    second = actions.put_right(case, "two", by=cast.reza, was=first.pk)
    first.refresh_from_db()
    assert (first.ended_by, second.ended_at, standing(case)) == (cast.reza, None, {"put_right": "Reza"})


def test_whoever_comes_second_is_asked_and_overwrites_nothing(cast):
    case = make_case(cast)
    actions.understand(case, "one", by=cast.sara, was=0)
    with pytest.raises(Overtaken) as overtaken:
        actions.understand(case, "two", by=cast.reza, was=0)
    assert (overtaken.value.current.text, standing(case)) == ("one", {"understand": "Sara"})


def test_a_step_is_taken_back_and_brought_back(cast):
    case = make_case(cast)
    step = actions.understand(case, "one", by=cast.sara)
    actions.take_step_back(case, Step.UNDERSTAND, by=cast.reza)
    assert standing(case) == {}
    assert actions.bring_step_back(case, step.pk, by=cast.reza) is True
    assert (standing(case), actions.bring_step_back(case, step.pk, by=cast.reza)) == ({"understand": "Sara"}, False)
    assert kinds(case) == ["meaning_written", "recovery_step_taken_back", "meaning_written"]


def test_an_apology_taken_back_before_it_leaves_leaves_no_step(cast):
    case = make_case(cast, kind="complaint")
    message = send_apology(case, APOLOGY, by=cast.sara, dedupe_key="1")
    assert withdraw_reply(message, by=cast.sara) is True
    assert standing(case) == {}


def test_the_same_form_twice_is_one_apology(cast):
    case = make_case(cast, kind="complaint")
    one, other = (send_apology(case, APOLOGY, by=cast.sara, dedupe_key="1") for _again in range(2))
    assert (one.pk, RecoveryStep.objects.count()) == (other.pk, 1)


def test_an_answer_that_was_sent_may_be_the_apology_and_its_print_is_kept(cast):
    case, other = make_case(cast), make_case(cast)
    message = reply(case, APOLOGY, by=cast.sara, dedupe_key="1")
    actions.say_apologised(case, message, by=cast.sara)
    assert (standing(case), ApologyBand.objects.filter(message=message).count()) == ({"apologise": "Sara"}, 16)
    with pytest.raises(ValueError, match="not an answer of ours in this case"):
        actions.say_apologised(other, message, by=cast.sara)
    with pytest.raises(ValueError, match="not an answer of ours in this case"):
        actions.say_apologised(case, case.messages.filter(direction="in").get(), by=cast.sara)


def test_who_owns_it_must_be_able_to_act(cast):
    with pytest.raises(ValueError, match="able to act"):
        actions.own_it(make_case(cast), cast.parvaneh, by=cast.nahid)
    with pytest.raises(actions.NoWords):
        actions.understand(make_case(cast), "  ", by=cast.sara)


def test_a_case_that_is_no_complaint_is_taken_onto_the_path_once(cast):
    case = make_case(cast)
    assert actions.begin_recovery(case, by=cast.sara).pk == actions.begin_recovery(case, by=cast.reza).pk
    assert kinds(case) == ["recovery_begun"]
