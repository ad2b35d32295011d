"""Apologies that somebody senior signs: asked, changed, signed, declined, withdrawn, and on a clock."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.cases.actions import withdraw_reply
from sandali.cases.models import Draft, Message
from sandali.channels.actions import outgoing_of
from sandali.channels.models import Delivery
from sandali.company.actions import Overtaken
from sandali.company.permissions import NotAllowed
from sandali.history.models import Notice
from sandali.resolution.models import Apology, RecoveryStep, Signing
from sandali.resolution.recovery import apologising
from sandali.resolution.recovery.actions import NoWords
from sandali.resolution.recovery.waiting import warn_of_apologies
from tests.cast import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P12")]
TEXT = "خانم کریمی، میز شما شکسته رسید و گناه از بسته‌بندی ما بود. عذر می‌خواهم. میز تازه فردا می‌رسد."


@pytest.fixture
def asked(cast):
    case = make_case(cast, kind="complaint")
    return apologising.ask_to_sign(case, TEXT, by=cast.sara, signer=cast.nahid)


def told(person, kind):
    return Notice.objects.filter(person=person, event__kind=kind).count()


def test_only_senior_people_who_may_answer_the_case_are_offered(cast):
    near, far = make_case(cast), make_case(cast, department=cast.accounting)
    assert [one.name for one in apologising.who_may_sign(near, besides=cast.sara)] == ["Ladan", "Nahid"]
    assert [one.name for one in apologising.who_may_sign(far, besides=cast.omid)] == ["Ladan"]
    with pytest.raises(ValueError, match="senior"):
        apologising.ask_to_sign(near, TEXT, by=cast.sara, signer=cast.parvaneh)


def test_the_one_who_is_asked_is_told_and_nothing_leaves_before(cast, asked):
    assert (told(cast.nahid, "apology_to_sign"), Delivery.objects.count(), asked.state) == (1, 0, Signing.ASKED)
    assert asked.due_at > timezone.now()


def test_signed_it_leaves_with_their_name_under_it_in_their_own_wording(cast, asked):
    cast.nahid.job_title = "مدیر پشتیبانی"
    message = apologising.sign_apology(asked, TEXT + " شرمنده‌ام.", by=cast.nahid, version=1)
    body = outgoing_of(message.delivery).text
    assert (message.author, message.text, "شرمنده‌ام." in body, "Nahid\nمدیر پشتیبانی" in body.replace("  \n", "\n")) == (cast.nahid, TEXT + " شرمنده‌ام.", True, True)
    asked.refresh_from_db()
    assert (asked.state, asked.message, RecoveryStep.objects.get(step="apologise").message) == (Signing.SIGNED, message, message)
    assert told(cast.sara, "apology_signed") == 1


def test_nobody_else_signs_and_nobody_signs_twice(cast, asked):
    with pytest.raises(NotAllowed):
        apologising.sign_apology(asked, TEXT, by=cast.sara)
    with pytest.raises(NotAllowed):
        apologising.decline_apology(asked, "no", by=cast.admin)
    apologising.sign_apology(asked, TEXT, by=cast.nahid, version=1)
    with pytest.raises(Overtaken):
        apologising.sign_apology(asked, TEXT, by=cast.nahid, version=1)
    assert Message.objects.filter(direction="out").count() == 1


def test_a_signed_letter_that_is_taken_back_waits_for_the_signature_again(cast, asked):
    message = apologising.sign_apology(asked, TEXT, by=cast.nahid)
    assert withdraw_reply(message, by=cast.nahid) is True
    asked.refresh_from_db()
    assert (asked.state, asked.message, RecoveryStep.objects.filter(ended_at=None).count()) == (Signing.ASKED, None, 0)
    again = apologising.sign_apology(asked, TEXT, by=cast.nahid)
    assert again.pk != message.pk


def test_declined_the_writer_has_the_text_again_and_the_reason(cast, asked):
    with pytest.raises(NoWords):
        apologising.decline_apology(asked, " ", by=cast.nahid)
    apologising.decline_apology(asked, "نام انبار را هم بنویسید", by=cast.nahid)
    assert (Draft.objects.get(person=cast.sara).text, told(cast.sara, "apology_declined")) == (TEXT, 1)


def test_withdrawn_nobody_can_sign_it_any_more(cast, asked):
    apologising.withdraw_apology(asked, by=cast.sara)
    with pytest.raises(Overtaken):
        apologising.sign_apology(asked, TEXT, by=cast.nahid)
    assert Draft.objects.get(person=cast.sara).text == TEXT


def test_one_waits_at_a_time_on_a_case(cast, asked):
    other = apologising.ask_to_sign(asked.case, TEXT, by=cast.reza, signer=cast.admin)
    assert list(Apology.objects.order_by("pk").values_list("state", flat=True)) == [Signing.WITHDRAWN, Signing.ASKED]
    assert other.signer == cast.admin


def test_one_that_waits_too_long_is_told_of_once(cast, asked):
    from sandali.company.queries import week_hours

    due = week_hours().add(timezone.now(), timedelta(hours=4))
    Apology.objects.update(due_at=due - timedelta(hours=1))
    assert [warn_of_apologies(due - timedelta(minutes=1)) for _again in range(2)] == [1, 0]
    assert (told(cast.nahid, "apology_still_to_sign"), told(cast.sara, "apology_still_to_sign")) == (1, 1)
