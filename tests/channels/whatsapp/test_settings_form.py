"""A number is set up by a form, tried in words, and Meta is told where we are; the texts that it has approved are written down."""

import pytest

from sandali.channels.connecting import connect_channel, refresh_all_texts
from sandali.channels.email.servers import secrets_of
from sandali.channels.email.testing import Step
from sandali.channels.models import ApprovedText, Channel
from sandali.channels.whatsapp.settings_form import WhatsAppSettings
from tests.channels.metaapi.graph_server import ACCOUNT_ID, PHONE_ID, SECRET, TOKEN
from tests.desk.browsing import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def typed(graph):
    """What somebody types."""
    return {"name": "واتس‌اپ", "phone_number_id": "۱۰۶۵۴۰۳۵۲۲۴۲۹۲۲", "account_id": ACCOUNT_ID, "token": f" {TOKEN}\n", "app_secret": SECRET.upper(), "server": graph.url}


def errors_of(typed, **other):
    one = WhatsAppSettings({**typed, **other})
    one.is_valid()
    return {name: [str(error) for error in errors] for name, errors in one.errors.items()}


def kept(typed, cast):
    one = WhatsAppSettings(typed)
    assert one.is_valid(), one.errors
    return one.keep(by=cast.admin)


def template(name="order_update", language="fa", category="UTILITY", status="APPROVED", body="سلام {{1}}، سفارشتان {{2}} می‌رسد.", **more):
    return {"name": name, "language": language, "category": category, "status": status, "components": [{"type": "BODY", "text": body}, *more.pop("also", [])], "id": "1", **more}


def test_a_number_is_kept_with_its_secrets_encrypted_and_never_shown_again(cast, typed):
    channel = kept(typed, cast)
    assert (channel.kind, channel.settings) == ("whatsapp", {"phone_number_id": PHONE_ID, "account_id": ACCOUNT_ID, "server": typed["server"], "receive": "hook"})
    assert {name: secrets_of(channel)[name] for name in ("token", "app_secret")} == {"token": TOKEN, "app_secret": SECRET}
    assert [secret for secret in (TOKEN, SECRET) if secret in channel.secrets + WhatsAppSettings(channel=channel).as_p()] == []
    again = WhatsAppSettings({**typed, "token": "", "app_secret": "", "name": "دیگر"}, channel=channel)
    assert again.is_valid(), again.errors
    assert (again.keep(by=cast.admin).name, secrets_of(Channel.objects.get(pk=channel.pk))["token"]) == ("دیگر", TOKEN)


def test_what_cannot_be_is_said(cast, typed, settings):
    kept(typed, cast)
    assert errors_of(typed) == {"phone_number_id": ["کانال دیگری این حساب را دارد."]}
    wrong = errors_of(typed, phone_number_id="+98 912", account_id="abc", token="short", app_secret="xyz")
    assert list(wrong) == ["token", "app_secret", "phone_number_id", "account_id"] or sorted(wrong) == ["account_id", "app_secret", "phone_number_id", "token"]
    settings.PUBLIC_URL = "http://localhost:8000"
    assert list(errors_of(typed, phone_number_id="1")) == ["__all__"]


def test_the_trial_says_whose_number_it_is_and_changes_nothing(typed, graph):
    one = WhatsAppSettings(typed)
    assert one.is_valid()
    graph.templates = [template(), template("sale", category="MARKETING")]
    assert one.trial({}) == [
        Step("wa-known", True, "متا این شماره را می‌شناسد: +98 21 8877 6655، «Simorgh»."), Step("wa-receives", True, "نشانی ما هنگام ذخیره به متا گفته می‌شود.", "Desk"),
        Step("wa-texts", True, "۱ متن تأییدشدهٔ خدماتی آمادهٔ استفاده است."),
    ]  # fmt: skip
    assert [method for method, _path, _said in graph.calls] == ["GET"] * 3


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"token": TOKEN + "x"}, "متا توکن دسترسی را نمی‌پذیرد"), ({"app_secret": "f" * 32}, "متا رمز برنامه را نمی‌پذیرد"), ({"phone_number_id": "5"}, "متا چنین حسابی نمی‌شناسد"),
        ({"server": "http://127.0.0.1:9"}, "سرور اتصال را نمی‌پذیرد"),
    ],
)  # fmt: skip
def test_the_trial_says_what_is_wrong_in_words(other, said, typed, graph):
    one = WhatsAppSettings({**typed, **other})
    assert one.is_valid(), one.errors
    [step] = one.trial({})
    assert (step.ok, step.sentence.startswith(said)) == (False, True)


def test_saving_tells_meta_where_we_are_and_learns_the_number_and_the_texts(cast, typed, graph):
    graph.templates = [
        template(), template("hello", "en", body="Hello"), template("sale", category="MARKETING"), template("code", category="AUTHENTICATION"), template("new", status="PENDING"),
        template("picture", also=[{"type": "HEADER", "format": "IMAGE"}]), template("link", also=[{"type": "BUTTONS", "buttons": [{"type": "URL", "url": "https://x/{{1}}"}]}]),
        template("named", parameter_format="NAMED"), template("foot", body="خوش آمدید", also=[{"type": "FOOTER", "text": "سیمرغ"}]),
    ]  # fmt: skip
    channel = kept(typed, cast)
    connect_channel(channel.pk)
    channel.refresh_from_db()
    secrets = secrets_of(channel)
    assert channel.address == "+982188776655"
    assert graph.subscribed == {"override_callback_uri": f"https://desk.example/hooks/{secrets['hook_token']}/", "verify_token": secrets["hook_secret"]}
    found = list(ApprovedText.objects.values_list("name", "language", "text", "places"))
    assert found == [("foot", "fa", "خوش آمدید\n\nسیمرغ", 0), ("hello", "en", "Hello", 0), ("order_update", "fa", "سلام {{1}}، سفارشتان {{2}} می‌رسد.", 2)]
    number = ApprovedText.objects.get(name="hello").pk
    graph.templates = [template("hello", "en", body="Hello there")]
    assert (refresh_all_texts(), list(ApprovedText.objects.values_list("pk", "text"))) == (1, [(number, "Hello there")])


def test_where_meta_cannot_be_asked_the_texts_that_are_known_stay(cast, typed, graph):
    graph.templates = [template()]
    channel = kept(typed, cast)
    connect_channel(channel.pk)
    graph.stop()
    assert (refresh_all_texts(), ApprovedText.objects.count()) == (0, 1)


def test_the_page_shows_the_address_and_the_word_for_meta_and_never_the_token(cast, whatsapp):
    page = browser(cast.admin).get(f"/settings/channels/{whatsapp.pk}/").content.decode()
    kept_secrets = secrets_of(whatsapp)
    assert f"https://desk.example/hooks/{kept_secrets['hook_token']}/" in page
    assert kept_secrets["hook_secret"] in page
    assert [secret for secret in (TOKEN, SECRET) if secret in page] == []


def test_a_number_is_connected_and_tried_through_the_page(cast, typed):
    admin = browser(cast.admin)
    tried = admin.post("/settings/channels/new/test/?kind=whatsapp", typed).content.decode()
    assert "متا این شماره را می‌شناسد" in tried
    assert admin.post("/settings/channels/new/?kind=whatsapp", typed).status_code == 303
