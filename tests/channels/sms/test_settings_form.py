"""An account is set up by a form: typed digits, ways to receive, kept secrets, and the trial in words."""

import pytest

from sandali.channels.email.servers import secrets_of
from sandali.channels.email.testing import Step
from sandali.channels.models import Channel
from sandali.channels.sms.settings_form import SmsSettings
from tests.channels.sms.sms_server import KEY, LINE

pytestmark = pytest.mark.django_db


@pytest.fixture
def typed(kavenegar):
    """What somebody types for Kavenegar."""
    return {"provider": "kavenegar", "name": "پیامک", "key": KEY, "line": LINE, "receive": "poll", "server": kavenegar.url}


def form(typed, channel=None, **other):
    return SmsSettings({**typed, **other}, channel=channel)


def errors_of(typed, **other):
    one = form(typed, **other)
    one.is_valid()
    return {name: [str(error) for error in errors] for name, errors in one.errors.items()}


def test_an_account_is_kept_with_its_key_encrypted(cast, typed):
    one = form(typed, line="۱۰۰۰ ۴۳۴۶", signature="سیمرغ")
    assert one.is_valid(), one.errors
    channel = one.keep(by=cast.admin)
    assert (channel.kind, channel.address) == ("sms", "10004346")
    assert channel.settings == {
        "provider": "kavenegar", "line": "10004346", "receive": "poll", "server": typed["server"], "signature": "سیمرغ", "region": "IR",
    }  # fmt: skip
    assert KEY not in channel.secrets and secrets_of(channel)["key"] == KEY


def test_an_empty_key_keeps_the_one_that_is_stored(cast, typed):
    channel = form_kept(cast, typed)
    again = form(typed, channel, key="", name="دیگر")
    assert again.is_valid(), again.errors
    assert (again.keep(by=cast.admin).name, secrets_of(Channel.objects.get(pk=channel.pk))["key"]) == ("دیگر", KEY)
    assert KEY not in SmsSettings(channel=channel).as_p()


def form_kept(cast, typed):
    one = form(typed)
    assert one.is_valid(), one.errors
    return one.keep(by=cast.admin)


def test_what_cannot_be_is_said(cast, typed):
    form_kept(cast, typed)
    assert errors_of(typed) == {"line": ["کانال دیگری این خط را دارد."]}
    assert errors_of(typed, line="abc", key="a b") == {"line": ["خط یک شماره است. لطفاً رقم‌های آن را بنویسید."], "key": ["در کلید فاصله نیست."]}
    assert errors_of(typed, line="2000", own_number="021 8877 6655") == {"own_number": ["به این شماره پیامک نمی‌رسد."]}
    assert list(errors_of(typed, line="2000", provider="melipayamak")) == ["username"]
    assert list(errors_of(typed, line="2000", provider="http")) == ["send_url"]


def test_a_provider_has_the_ways_that_it_has(typed, settings):
    settings.PUBLIC_URL = "https://desk.example"
    assert errors_of(typed, receive="hook") == {}
    assert errors_of(typed, receive="hook", provider="smsir") == {"receive": ["این سرویس‌دهنده چنین امکانی ندارد. لطفاً راه دیگر را برگزینید."]}


def test_fields_of_another_provider_are_not_kept(cast, typed):
    channel = form_kept(cast, {**typed, "username": "ali", "send_url": "https://sms.example/{to}"})
    assert [name for name in channel.settings if name in ("username", "send_url", "send_method", "number_form")] == []


def test_the_trial_asks_for_the_account_and_says_what_is_left(typed, kavenegar):
    one = form(typed)
    assert one.is_valid()
    assert one.trial({}) == [
        Step("sms-account", True, "سرویس‌دهنده این حساب را می‌شناسد. اعتبار: ۱٬۵۰۰٬۰۰۰ ریال."),
        Step("sms-receives", True, "حدود هر بیست ثانیه از سرویس‌دهنده می‌پرسیم که پیامک تازه‌ای آمده یا نه."),
    ]
    assert kavenegar.taken == []


def test_the_trial_sends_one_message_to_a_number_of_one_s_own(typed, kavenegar):
    one = form(typed, own_number="۰۹۱۲ ۳۴۵ ۶۷۸۹")
    assert one.is_valid()
    assert [(step.name, step.ok) for step in one.trial({})] == [("sms-account", True), ("sms-receives", True), ("sms-sent", True)]
    assert [taken.to for taken in kavenegar.taken] == ["09123456789"]
    assert "own_number" not in one.settings()


def test_the_trial_says_what_is_wrong_in_words(typed, kavenegar):
    one = form(typed, key="another", own_number="09123456789")
    assert one.is_valid()
    assert [(step.ok, step.sentence) for step in one.trial({})] == [(False, "سرویس‌دهنده این کلید را نمی‌پذیرد.")]
    one = form(typed, own_number="09123456789")
    assert one.is_valid()
    kavenegar.credit = 0
    assert one.trial({})[-1].sentence == "اعتبار حساب در سرویس‌دهندهٔ پیامک تمام شده است."


@pytest.mark.parametrize(
    ("field", "value", "is_good"),
    [
        ("send_url", "https://sms.example/send?to={to}", True), ("send_url", "http://sms.example/send", False), ("send_url", "https://{to}.example/", False),
        ("send_url", "https://sms.example/{secret}", False), ("send_headers", "Authorization: Bearer {key}\nX-A: 1", True), ("send_headers", "no header", False),
        ("send_body", '{"to": "{to}", "line": "{from:number}"}', True), ("send_body", '{"to": ', False), ("send_body", "to={to}&text={text}", True),
        ("send_body", "{{7*7}}", False),
    ],
)  # fmt: skip
def test_a_described_request_is_looked_over(field, value, is_good, typed):
    given = {**typed, "provider": "http", "send_url": "https://sms.example/", field: value}
    assert list(errors_of(given)) == ([] if is_good else [field])
