"""A telephone system is set up by a form: what each needs, kept secrets, how numbers are written, and the trial in words."""

import re

import pytest

from sandali.channels.email.servers import secrets_of
from sandali.channels.email.testing import Step
from sandali.channels.telephone.settings_form import PhoneSettings
from tests.desk.browsing import browser
from tests.phones import SECRET, make_phone

pytestmark = pytest.mark.django_db
TYPED = {"system": "hook", "name": "تلفن", "signing_secret": SECRET, "call_back_minutes": "۹۰", "area": "۰۲۱"}
ASTERISK = {"system": "ami", "name": "Issabel", "host": "pbx.example", "port": "5039", "security": "tls", "username": "sandali", "password": "p", "dials": "SIP/{extension}",
            "context": "from-internal", "call_back_minutes": "120"}  # fmt: skip


def errors_of(**typed):
    one = PhoneSettings(typed)
    one.is_valid()
    return sorted(one.errors)


def test_a_system_that_signs_is_kept_with_its_secret_encrypted(cast):
    one = PhoneSettings({**TYPED, "host": "pbx.example", "dials": "SIP/{extension}"})
    assert one.is_valid(), one.errors
    channel = one.keep(by=cast.admin)
    assert (channel.kind, channel.settings) == ("telephone", {"system": "hook", "receive": "hook", "area": "021", "call_back_minutes": 90, "region": "IR"})
    assert SECRET not in channel.secrets and secrets_of(channel)["signing_secret"] == SECRET
    again = PhoneSettings({**TYPED, "signing_secret": "", "name": "دیگر"}, channel=channel)
    assert again.is_valid(), again.errors
    assert (again.keep(by=cast.admin).name, secrets_of(channel)["signing_secret"], SECRET in PhoneSettings(channel=channel).as_p()) == ("دیگر", SECRET, False)


def test_an_asterisk_is_kept_without_what_only_others_need(cast):
    one = PhoneSettings({**ASTERISK, "signing_secret": SECRET})
    assert one.is_valid(), one.errors
    assert one.settings() == {
        "system": "ami", "receive": "ami", "host": "pbx.example", "port": 5039, "security": "tls", "username": "sandali", "dials": "SIP/{extension}",
        "context": "from-internal", "call_back_minutes": 120, "region": "IR",
    }  # fmt: skip


def test_an_asterisk_by_ari_is_kept_and_may_have_a_name_for_its_events(cast):
    typed = {**ASTERISK, "system": "ari", "port": "", "ari_app": "simorgh-desk"}
    one = PhoneSettings(typed)
    assert one.is_valid(), one.errors
    assert one.settings() == {
        "system": "ari", "receive": "ari", "host": "pbx.example", "security": "tls", "username": "sandali", "ari_app": "simorgh-desk", "dials": "SIP/{extension}",
        "context": "from-internal", "call_back_minutes": 120, "region": "IR",
    }  # fmt: skip
    by_ami = PhoneSettings({**typed, "system": "ami"})
    assert (by_ami.is_valid(), by_ami.settings().get("ari_app")) == (True, None)
    assert errors_of(**typed | {"ari_app": "a&app=b"}) == ["ari_app"]
    assert errors_of(**typed | {"host": "", "username": "", "password": ""}) == ["host", "password", "username"]


def test_what_is_missing_or_cannot_be_is_said(cast, monkeypatch):
    monkeypatch.delenv("SANDALI_PRIVATE_HOSTS", raising=False)
    assert errors_of(**TYPED | {"signing_secret": ""}) == errors_of(**TYPED | {"signing_secret": "short"}) == ["signing_secret"]
    assert errors_of(**ASTERISK | {"host": "", "username": "", "password": ""}) == ["host", "password", "username"]
    assert errors_of(**ASTERISK | {"security": "none"}) == ["security"]
    assert errors_of(**ASTERISK | {"dials": "SIP/204", "context": "a b", "call_back_minutes": "1"}) == ["call_back_minutes", "context", "dials"]
    assert [errors_of(**TYPED | {"recordings": one}) for one in ("https://pbx.example/rec/", "http://pbx.example", "ftp://x", "https://u:p@x")] == [[], *[["recordings"]] * 3]


def test_a_host_of_one_s_own_network_needs_no_tls(cast, monkeypatch):
    monkeypatch.setenv("SANDALI_PRIVATE_HOSTS", "10.0.0.0/8")
    assert errors_of(**ASTERISK | {"security": "none", "host": "10.0.0.5"}) == []


def test_the_trial_says_whose_telephones_are_known(cast):
    one = PhoneSettings(TYPED)
    assert one.is_valid()
    signed = Step("phone-secret", True, "درخواست‌هایی که با این رمز امضا شده باشند، در نشانی‌ای که همین صفحه نشان می‌دهد پذیرفته می‌شوند.")
    nobody = Step("people-extensions", False, "هنوز هیچ‌کس داخلی ندارد و تماس‌ها چیزی باز نمی‌کنند. در بخش افراد، داخلی هر کس را بنویسید.")
    assert one.trial({}) == [signed, nobody]
    make_phone(cast)
    assert one.trial({}) == [signed, Step("people-extensions", True, "۲ همکار داخلی دارند.")]


def test_the_page_connects_tries_and_shows_the_address_to_give(cast, settings):
    client = browser(cast.admin)
    page = client.get("/settings/channels/new/?kind=telephone").content.decode()
    assert 'name="signing_secret"' in page and 'name="proxy_host"' not in page
    assert "۲ همکار" not in client.post("/settings/channels/new/test/?kind=telephone", TYPED).content.decode()
    at = client.post("/settings/channels/new/?kind=telephone", TYPED)["Location"]
    shown = client.get(at).content.decode()
    assert re.search(r"/hooks/[0-9a-f]{32}/", shown) and SECRET not in shown
