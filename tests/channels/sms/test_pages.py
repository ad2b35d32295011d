"""What pages show of short messages: the parts of what is written, how far an answer got, the address for the provider."""

import re

import pytest
from django.utils import timezone

from sandali.channels.actions import leave_unclear, send_delivery
from sandali.channels.adapter import Receipt
from sandali.channels.delivery_parts import take_receipt
from sandali.channels.email.servers import secrets_of
from sandali.channels.models import Delivery, DeliveryState
from sandali.kit.components.talk import DELIVERY
from tests.cast import make_case
from tests.channels.sms.sms_server import KEY
from tests.desk.browsing import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def sara(cast):
    """A browser of hers."""
    return browser(cast.sara)


@pytest.fixture
def admin(cast):
    """The administrator's."""
    return browser(cast.admin)


def page_of(client, case) -> str:
    return client.get(f"/cases/{case.pk}/").content.decode()


def counted(page: str) -> str:
    return re.sub(r"<[^>]+>", "", re.search(r"<s-parts.*?</s-parts>", page, re.DOTALL)[0]).strip()


def test_a_draft_is_counted_with_the_signature_before_a_script_runs(case, sara, sms):
    sms.settings["signature"] = "سیمرغ"
    sms.save(update_fields=["settings"])
    sara.post(f"/cases/{case.pk}/draft/", {"kind": "reply", "text": "س" * 65})
    page = page_of(sara, case)
    assert 'signature="سیمرغ"' in page
    assert counted(page).startswith("پیامک: ۲ · نویسهٔ مانده: ۶۳")
    assert re.search(r'class="parts-many[^>]*hidden', page) is not None


def test_a_long_draft_is_warned_of(case, sara):
    sara.post(f"/cases/{case.pk}/draft/", {"kind": "reply", "text": "س" * 202})
    assert re.search(r'class="parts-many[^>]*hidden', page_of(sara, case)) is None


def test_neither_files_are_offered_nor_parts_where_they_are_not_counted(case, sara, cast):
    page = page_of(sara, case)
    assert ('type="file"' in page, "<s-parts" in page) == (False, True)
    page = page_of(sara, make_case(cast, department=cast.support))
    assert ('type="file"' in page, "<s-parts" in page) == (True, False)


def test_an_answer_is_sent_until_the_provider_says_that_it_is_delivered(case, sara, answer, sms, kavenegar):
    send_delivery(answer().pk)
    assert marks_in(page_of(sara, case)) == ["sent"]
    take_receipt(sms, Receipt(str(kavenegar.taken[0].number), "delivered"))
    assert marks_in(page_of(sara, case)) == ["delivered"]


def marks_in(page: str) -> list[str]:
    """Which of the marks of deliveries stand on a page."""
    labels = {str(words): state for state, (_icon, words, _tone) in DELIVERY.items()}
    return [labels[label] for label in re.findall(r'aria-label="([^"]*)"', page) if label in labels]


def test_an_unclear_answer_says_so_and_offers_nothing_while_its_provider_is_asked(case, sara, answer):
    delivery = answer()
    Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.SENDING)
    delivery.refresh_from_db()
    leave_unclear(delivery, "؟")
    page, retry = page_of(sara, case), f"/cases/{case.pk}/messages/{delivery.message.pk}/retry/"
    assert ("از سرویس‌دهنده می‌پرسیم" in page, retry in page) == (True, False)
    assert sara.post(retry).status_code in (200, 302, 303)
    assert Delivery.objects.get().state == DeliveryState.UNKNOWN
    Delivery.objects.update(ask_at=None)
    page = page_of(sara, case)
    assert ("از مشتری بپرسید، یا دوباره بفرستید" in page, retry in page) == (True, True)
    sara.post(retry)
    assert (Delivery.objects.get().state, Delivery.objects.get().repeats) == (DeliveryState.QUEUED, 1)


def test_the_page_of_the_channel_shows_the_address_to_give_and_never_the_key(admin, make_sms, kavenegar, settings):
    settings.PUBLIC_URL = "https://desk.example"
    channel = make_sms(kavenegar, receive="hook")
    kept = secrets_of(channel)
    page = admin.get(f"/settings/channels/{channel.pk}/").content.decode()
    assert f"https://desk.example/hooks/{kept['hook_token']}/{kept['hook_secret']}/" in page
    assert KEY not in page
    channel.settings["receive"] = "poll"
    channel.save(update_fields=["settings"])
    assert kept["hook_secret"] not in admin.get(f"/settings/channels/{channel.pk}/").content.decode()
    channel.archived_at = timezone.now()
    channel.save(update_fields=["archived_at"])
    assert kept["hook_secret"] not in admin.get(f"/settings/channels/{channel.pk}/").content.decode()


def test_a_channel_is_connected_and_tried_through_the_page(admin, kavenegar):
    typed = {"provider": "kavenegar", "name": "پیامک", "key": KEY, "line": "۱۰۰۰۴۳۴۶", "receive": "poll", "server": kavenegar.url}
    tried = admin.post("/settings/channels/new/test/?kind=sms", typed).content.decode()
    assert "اعتبار: ۱٬۵۰۰٬۰۰۰ ریال" in tried
    assert admin.post("/settings/channels/new/?kind=sms", typed).status_code == 303
