"""A line to an operator is set up by the form of short messages: what it needs, what it refuses, and the trial in words."""

import pytest

from sandali.channels.email.testing import Step
from sandali.channels.sms.settings_form import SmsSettings
from tests.channels.sms.smpp.smsc import NAME, PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def typed(smsc):
    """What somebody types."""
    return {
        "provider": "smpp", "name": "پیامک", "key": PASSWORD, "username": NAME, "line": "۱۰۰۰۴۳۴۶", "smpp_host": "127.0.0.1", "smpp_port": str(smsc.port),
        "smpp_security": "none", "smpp_long": "udh", "smpp_alphabet": "gsm", "smpp_ton": "0", "receive": "hook",
    }  # fmt: skip


def form_of(typed, channel=None, **other):
    form = SmsSettings({**typed, **other}, channel=channel)
    form.is_valid()
    return form


def test_a_line_is_kept_and_held_by_itself(cast, typed, smsc):
    form = form_of(typed)
    assert form.errors == {}
    assert form.keep(by=cast.admin).settings == {
        "provider": "smpp", "username": NAME, "line": "10004346", "smpp_host": "127.0.0.1", "smpp_port": smsc.port, "smpp_security": "none",
        "smpp_long": "udh", "smpp_alphabet": "gsm", "smpp_ton": "0", "receive": "smpp", "region": "IR",
    }  # fmt: skip


def test_what_cannot_be_is_said(cast, typed):
    form_of(typed).keep(by=cast.admin)
    assert {name: list(errors) for name, errors in form_of(typed, line="2000").errors.items()} == {"username": ["کانال دیگری با همین نام وصل شده است."]}
    assert list(form_of(typed, line="2000", username="", smpp_host="").errors) == ["smpp_host", "username"]
    assert list(form_of(typed, line="2000", smpp_host="smpp.example.com").errors) == ["smpp_security"]
    assert form_of(typed, line="2000", smpp_host="smpp.example.com", smpp_security="tls").errors == {}
    assert list(form_of(typed, line="2000", smpp_host="not a host").errors) == ["smpp_host"]


def test_fields_of_a_line_are_not_kept_for_another_provider(cast, typed, settings):
    settings.PUBLIC_URL = "https://desk.example"
    kept = form_of(typed, provider="kavenegar").keep(by=cast.admin).settings
    assert sorted(kept) == ["line", "provider", "receive", "region"]


def test_the_trial_binds_and_sends_one_message_to_a_number_of_one_s_own(typed, smsc):
    steps = form_of(typed, own_number="09123456789").trial({})
    assert [(step.name, step.ok) for step in steps] == [("sms-account", True), ("sms-receives", True), ("sms-sent", True)]
    assert [taken.to for taken in smsc.taken] == ["989123456789"]


def test_the_trial_says_what_is_wrong_in_words(typed, smsc):
    assert form_of(typed, key="another").trial({}) == [Step("sms-account", False, "سرویس‌دهنده این کلید را نمی‌پذیرد.", "0x0E")]
    assert form_of(typed, smpp_host="10.0.0.1", smpp_security="tls").trial({})[0].detail == "refused-address"
    smsc.greeting = b"220 smtp.example ESMTP\r\n"
    assert form_of(typed).trial({}) == [Step("sms-account", False, "سرور آن‌طور که باید پاسخ نمی‌دهد.", "protocol")]
