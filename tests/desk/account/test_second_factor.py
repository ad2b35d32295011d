"""Authenticator app, recovery codes and passkeys (RELIABILITY I9)."""

import time
from importlib.resources import files

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client

from sandali.desk.account.mails import CHANGES, password_link
from sandali.kit.digits import to_persian
from tests.cast import PASSWORD

SECRET = generate_totp_secret()


def code(steps: int = 0, secret: str = SECRET) -> str:
    """What the app shows now, or some steps of half a minute later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


@pytest.fixture
def guarded(sara, rf):
    """Sara with an authenticator app and recovery codes."""
    TOTP.activate(sara, SECRET)
    RecoveryCodes.activate(sara)
    return sara


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands in the middle of a step, and can be moved."""
    now = [int(time.time()) // 30 * 30 + 10]
    monkeypatch.setattr(time, "time", lambda: now[0])
    return now


def second(client, word):
    """Give the second factor."""
    return client.post("/account/2fa/authenticate/", {"code": word})


def is_in(client) -> bool:
    """Whether the client is signed in."""
    return "_auth_user_id" in client.session


@pytest.mark.reliability("I9")
def test_the_password_alone_does_not_let_in(guarded, client, sign_in):
    assert sign_in(client, guarded.email)["Location"] == "/account/2fa/authenticate/"
    assert (is_in(client), client.get("/cases/").status_code) == (False, 302)


@pytest.mark.reliability("I9")
def test_a_code_works_once_within_its_step(guarded, clock, sign_in):
    first, again = Client(), Client()
    for client in (first, again):
        sign_in(client, guarded.email)
    word = code()
    second(first, word)
    second(again, word)
    assert (is_in(first), is_in(again)) == (True, False)


@pytest.mark.reliability("I9")
def test_a_code_of_another_step_does_not_work(guarded, clock, client, sign_in):
    sign_in(client, guarded.email)
    for steps in (-1, 1):
        second(client, code(steps))
    assert is_in(client) is False


def test_persian_digits_and_spaces_are_a_code_too(guarded, clock, client, sign_in):
    sign_in(client, guarded.email)
    second(client, f" {to_persian(code()[:3])} {to_persian(code()[3:])} ")
    assert is_in(client) is True


@pytest.mark.reliability("I9")
def test_a_recovery_code_works_once(guarded, sign_in):
    words = Authenticator.objects.get(user=guarded, type="recovery_codes").wrap().get_unused_codes()
    clients = [Client(), Client()]
    for client in clients:
        sign_in(client, guarded.email)
        second(client, words[0])
    assert [is_in(client) for client in clients] == [True, False]
    assert len(set(words)) == 10


@pytest.mark.reliability("I9")
def test_after_five_wrong_codes_not_even_the_right_one_lets_in(guarded, clock, client, sign_in):
    client.cookies["lang"] = "en"
    sign_in(client, guarded.email)
    for number in range(5):
        second(client, f"{number:06d}" if f"{number:06d}" != code() else "999999")
    answer = second(client, code())
    assert (is_in(client), "attempts" in str(answer.context["form"].errors)) == (False, True)


@pytest.mark.reliability("I9")
def test_a_new_password_by_mail_does_not_go_round_the_second_factor(guarded, client, sign_in):
    page = client.get(password_link(guarded).partition("localhost:8000")[2], follow=True)
    client.post(page.request["PATH_INFO"], {"password1": "quite another sentence"})
    assert is_in(client) is False
    assert sign_in(client, guarded.email, "quite another sentence")["Location"] == "/account/2fa/authenticate/"


@pytest.mark.reliability("I9")
def test_nothing_of_the_second_factor_is_readable_in_the_database(guarded):
    stored = {factor.type: factor.data for factor in Authenticator.objects.filter(user=guarded)}
    assert SECRET not in repr(stored)
    assert (stored["totp"]["secret"][:3], stored["recovery_codes"]["seed"][:3]) == ("s1.", "s1.")


@pytest.mark.reliability("I9")
@pytest.mark.parametrize("path", ["totp/activate/", "totp/deactivate/", "recovery-codes/", "recovery-codes/generate/", "recovery-codes/download/", "webauthn/add/"])
def test_changing_it_asks_once_more_who_it_is(guarded, clock, client, sign_in, path):
    client.force_login(guarded)
    answer = client.get(f"/account/2fa/{path}")
    assert (answer.status_code, answer["Location"].startswith(("/account/reauthenticate/", "/account/2fa/reauthenticate/"))) == (302, True)


def test_turning_it_on_shows_a_picture_the_codes_and_sends_a_mail(sara, client, sign_in, run_jobs, clock, django_capture_on_commit_callbacks):
    sign_in(client, sara.email)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = client.get("/account/2fa/totp/activate/")
    assert page.context["totp_svg_data_uri"].startswith("data:image/svg+xml;base64,")
    assert "data:" in page["Content-Security-Policy"].partition("img-src")[2].partition(";")[0]
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/account/2fa/totp/activate/", {"code": to_persian(code(secret=page.context["form"].secret))})
    assert answer["Location"] == "/account/2fa/recovery-codes/"
    assert len(client.get(answer["Location"]).context["unused_codes"]) == 10
    assert [message.subject.partition(": ")[2] for message in run_jobs()] == [str(CHANGES["mfa/email/totp_activated"])]


def test_every_change_that_allauth_tells_of_has_a_sentence_of_ours():
    templates = files("allauth") / "templates" / "mfa" / "email"
    wanted = {f"mfa/email/{file.name.removesuffix('_subject.txt')}" for file in templates.iterdir() if file.name.endswith("_subject.txt")}
    assert wanted - CHANGES.keys() == set()


def test_a_passkey_page_loads_no_script_but_ours(sara, client, sign_in):
    sign_in(client, sara.email)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = client.get("/account/2fa/webauthn/add/").content.decode()
    assert page.count("<script src=") == 1 and "s-passkey" in page and PASSWORD not in page
