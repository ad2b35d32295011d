"""What happens is told to other programs: signed, again under the same id, and to nobody who does not listen."""

import json

import pytest
from sandali_client import NotFromSandali, read_webhook

from sandali.automation.actions import (
    CannotTell,
    add_webhook,
    remove_webhook,
    resume_webhook,
    retry_delivery,
    try_webhook,
)
from sandali.automation.handing import hand_out
from sandali.automation.models import Sending, Webhook, WebhookDelivery
from sandali.automation.sending import MOST_FAILURES, PAUSES, send_due
from sandali.cases.actions import classify_case, tag_case, write_note
from sandali.history.models import Job, Notice
from tests.automation.conftest import later
from tests.cast import make_case

pytestmark = pytest.mark.django_db


def states(webhook):
    return list(WebhookDelivery.objects.filter(webhook=webhook).order_by("pk").values_list("kind", "state", "attempts", "code"))


@pytest.mark.reliability("J4")
def test_what_happens_is_told_once_in_order_and_the_client_knows_that_it_is_from_us(cast, webhook, listener):
    case = make_case(cast)
    tag_case(case, "fragile", by=cast.sara)
    write_note(case, "!", by=cast.reza)
    assert (hand_out(), hand_out(), send_due(webhook.pk)) == (2, 0, 2)
    found = [read_webhook(headers, body, webhook.shown) for headers, body in listener.told]
    assert [(one["type"], one["case"], one["by"]["name"]) for one in found] == [("case_tagged", case.pk, "Sara"), ("note_written", case.pk, "Reza")]
    assert states(webhook) == [("case_tagged", "delivered", 1, 200), ("note_written", "delivered", 1, 200)]


@pytest.mark.reliability("J4")
def test_a_changed_body_another_secret_and_an_old_message_are_not_from_us(cast, webhook, listener):
    try_webhook(webhook)
    send_due(webhook.pk)
    headers, body = listener.told[0]
    sent = int(headers["webhook-timestamp"])
    assert read_webhook(headers, body, webhook.shown, now=sent)["type"] == "trial"
    for wrong in (
        lambda: read_webhook(headers, body + b" ", webhook.shown, now=sent), lambda: read_webhook(headers, body, "whsec_" + "A" * 44, now=sent),
        lambda: read_webhook(headers, body, webhook.shown, now=sent + 301), lambda: read_webhook(headers | {"webhook-id": "x"}, body, webhook.shown, now=sent),
    ):  # fmt: skip
        with pytest.raises(NotFromSandali):
            wrong()


@pytest.mark.reliability("J4")
def test_what_fails_is_tried_again_under_the_same_id_with_the_same_body_and_given_up_at_last(cast, webhook, listener):
    listener.codes = [500]
    try_webhook(webhook)
    for _ in range(len(PAUSES) + 1):
        send_due(webhook.pk)
        later(webhook, days=3, hours=-71)  # an hour short of switching it off
        WebhookDelivery.objects.filter(state=Sending.WAITING).update(next_at="2020-01-01T00:00Z")
    assert states(webhook) == [("trial", "given_up", len(PAUSES) + 1, 500)]
    assert (len(listener.told), len({(headers["webhook-id"], body) for headers, body in listener.told})) == (len(PAUSES) + 1, 1)
    listener.codes = [200]
    assert retry_delivery(WebhookDelivery.objects.get()) is True
    Webhook.objects.update(is_active=True)
    send_due(webhook.pk)
    assert (states(webhook)[0][1], len({headers["webhook-id"] for headers, _body in listener.told})) == ("delivered", 1)


@pytest.mark.reliability("J4")
def test_an_address_that_keeps_failing_is_switched_off_with_a_notice_and_goes_on_with_what_it_missed(cast, webhook, listener):
    case, listener.codes = make_case(cast), [503]
    for number in range(MOST_FAILURES):
        tag_case(case, f"t{number}", by=cast.sara)
    hand_out()
    later(webhook, hours=13)
    Webhook.objects.update(failing_since="2020-01-01T00:00Z")
    send_due(webhook.pk)
    webhook.refresh_from_db()
    assert (webhook.is_active, webhook.disabled_at is not None) == (False, True)
    assert list(Notice.objects.filter(event__kind="webhook_disabled").values_list("person", flat=True)) == [cast.admin.pk]
    write_note(case, "meanwhile", by=cast.sara)
    assert (hand_out(), send_due(webhook.pk)) == (0, 0)
    listener.codes, listener.told = [200], []
    resume_webhook(webhook, by=cast.admin)
    hand_out()
    while send_due(webhook.pk):
        pass
    assert {state for _kind, state, _attempts, _code in states(webhook)} == {"delivered"}
    assert json.loads(listener.told[-1][1])["type"] == "note_written"


@pytest.mark.reliability("J4")
def test_who_says_that_it_is_gone_is_not_asked_again(cast, webhook, listener):
    listener.codes = [410]
    try_webhook(webhook)
    send_due(webhook.pk)
    assert Webhook.objects.get().is_active is False


@pytest.mark.reliability("J4")
def test_nobody_is_followed_to_another_address(cast, webhook, listener):
    listener.codes, listener.headers = [302], {"Location": listener.url}
    try_webhook(webhook)
    send_due(webhook.pk)
    assert (len(listener.told), states(webhook)) == (1, [("trial", "waiting", 1, 302)])


@pytest.mark.reliability("J3")
def test_an_answer_without_end_is_not_read(cast, webhook, listener):
    listener.body = b"a" * 200_000
    try_webhook(webhook)
    send_due(webhook.pk)
    assert list(WebhookDelivery.objects.values_list("state", "reason")) == [("waiting", "too-large")]


@pytest.mark.reliability("J3")
def test_an_address_in_our_own_network_is_not_asked(cast, webhook, listener, monkeypatch):
    monkeypatch.delenv("SANDALI_PRIVATE_HOSTS")
    try_webhook(webhook)
    send_due(webhook.pk)
    assert (listener.told, list(WebhookDelivery.objects.values_list("state", "reason"))) == ([], [("waiting", "refused-address")])


def test_one_that_cannot_be_reached_keeps_no_other_from_being_told(cast, webhook, listener):
    dead, _secret = add_webhook(by=cast.admin, name="Dead", url="http://127.0.0.1:1/".replace(":1/", f":{listener.port}/"))
    Webhook.objects.filter(pk=dead.pk).update(url="http://127.0.0.1:9/")
    case = make_case(cast)
    for number in range(3):
        tag_case(case, f"t{number}", by=cast.sara)
    hand_out()
    assert (send_due(dead.pk), send_due(webhook.pk), len(listener.told)) == (1, 3, 3)


def test_a_webhook_is_told_the_kinds_it_asked_for_and_only_what_its_person_may_see(cast, webhook, listener):
    Webhook.objects.update(person=cast.sara, kinds=["note_written"])
    for case in (make_case(cast, department=cast.accounting), make_case(cast)):
        write_note(case, "!", by=cast.admin)
        classify_case(case, by=cast.admin, kind="question")
    hand_out()
    assert list(WebhookDelivery.objects.values_list("kind", "event__case_id")) == [("note_written", case.pk)]


def test_who_left_is_told_nothing(cast, webhook):
    Webhook.objects.update(person=cast.reza)
    cast.reza.is_active = False
    cast.reza.save()
    write_note(make_case(cast), "!", by=cast.sara)
    assert hand_out() == 0


@pytest.mark.reliability("J5", "J6")
def test_the_secret_is_in_no_row_no_event_and_no_job(cast, webhook):
    from sandali.history.models import Event

    try_webhook(webhook)
    kept = [*Webhook.objects.values(), *Event.objects.values(), *Job.objects.values(), *WebhookDelivery.objects.values()]
    assert webhook.shown.removeprefix("whsec_")[:20] not in str(kept)


@pytest.mark.parametrize("url", ["ftp://example.com/", "https://", "https://me:word@example.com/", "https://example.com:22/", "javascript:alert(1)", "https://exam ple.com/", "http://[::1", "https://example.com:99999/"])
def test_what_is_no_web_address_is_refused_with_a_sentence(cast, url):
    with pytest.raises(CannotTell) as refused:
        add_webhook(by=cast.admin, name="App", url=url)
    assert str(refused.value)


def test_a_removed_one_is_told_nothing_more(cast, webhook, listener):
    try_webhook(webhook)
    remove_webhook(webhook, by=cast.admin)
    assert (send_due(webhook.pk), listener.told, states(webhook)[0][1]) == (0, [], "given_up")
