"""Pages about webhooks: added, tried, paused, brought back, removed."""

import re

import pytest
from django.test import Client

from sandali.automation.actions import add_webhook
from sandali.automation.models import Sending, Webhook, WebhookDelivery

pytestmark = pytest.mark.django_db
SHOWN = re.compile(r'value="(whsec_[A-Za-z0-9+/=]{44})"')


@pytest.fixture
def admin(cast):
    client = Client()
    client.force_login(cast.admin)
    return client


@pytest.fixture
def webhook(cast):
    return add_webhook(by=cast.admin, name="App", url="https://example.com/hook")[0]


@pytest.mark.reliability("J6")
def test_the_secret_is_shown_once_and_a_new_one_replaces_it(cast, admin):
    made = admin.post("/settings/webhooks/", {"name": "App", "url": "https://example.com/hook", "kinds": "case_answered\nnote_written"})
    webhook = Webhook.objects.get()
    again = admin.get(f"/settings/webhooks/{webhook.pk}/")
    renewed = admin.post(f"/settings/webhooks/{webhook.pk}/secret/")
    first, none, second = (SHOWN.findall(one.content.decode()) for one in (made, again, renewed))
    assert (len(first), none, len(second), first != second, webhook.kinds) == (1, [], 1, True, ["case_answered", "note_written"])
    assert first[0] not in str(Webhook.objects.values().get())


@pytest.mark.parametrize(("field", "value"), [("url", "ftp://example.com/"), ("url", ""), ("kinds", "gossip"), ("name", "")])
def test_what_is_wrong_gets_a_sentence_and_keeps_what_was_typed(cast, admin, field, value):
    typed = {"name": "App", "url": "https://example.com/hook", "kinds": "note_written"} | {field: value}
    page = admin.post("/settings/webhooks/", typed)
    text = page.content.decode()
    assert (page.status_code, Webhook.objects.count(), 'aria-invalid="true"' in text) == (422, 0, True)
    assert [words for words in typed.values() if words and words not in text] == []


def test_a_change_that_was_overtaken_is_asked_and_then_saved(cast, admin, webhook):
    address, typed = f"/settings/webhooks/{webhook.pk}/", {"name": "Second", "url": "https://example.com/hook", "kinds": ""}
    admin.post(address, typed | {"name": "First", "version": "1"})
    overtaken = admin.post(address, typed | {"version": "1"})
    assert (overtaken.status_code, Webhook.objects.get().name, 'name="version" value="2"' in overtaken.content.decode()) == (409, "First", True)
    assert (admin.post(address, typed | {"version": "2"}).status_code, Webhook.objects.get().name) == (303, "Second")


def test_paused_brought_back_and_removed(cast, admin, webhook):
    states = []
    for act in ("pause", "activation", "removal"):
        answer = admin.post(f"/settings/webhooks/{webhook.pk}/{act}/")
        webhook.refresh_from_db()
        states.append((answer.status_code, webhook.is_active, webhook.removed_at is not None))
    assert states == [(303, False, False), (303, True, False), (303, False, True)]
    assert admin.get(f"/settings/webhooks/{webhook.pk}/").status_code == 404


def test_a_trial_is_queued_and_what_was_given_up_is_tried_again_from_the_page(cast, admin, webhook):
    admin.post(f"/settings/webhooks/{webhook.pk}/trial/")
    WebhookDelivery.objects.update(state=Sending.GIVEN_UP, code=503, attempts=11)
    page = admin.get(f"/settings/webhooks/{webhook.pk}/").content.decode()
    delivery = WebhookDelivery.objects.get()
    retry = f"/settings/webhooks/{webhook.pk}/deliveries/{delivery.pk}/retry/"
    assert retry in page
    admin.post(retry)
    assert WebhookDelivery.objects.get().state == Sending.WAITING
