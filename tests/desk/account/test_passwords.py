"""The link for a forgotten password, and changing it (RELIABILITY I3, I4, I6, I9)."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from sandali.company.actions import make_api_token
from sandali.desk.account.mails import password_link
from sandali.desk.account.tokens import PasswordLink
from sandali.history.models import Event, Job
from tests.cast import PASSWORD

NEW = "quite another sentence"


def ask(client, email, **headers):
    """Ask for the link by the page."""
    return client.post("/account/password/reset/", {"email": email}, headers=headers)


def use(client, path, password=NEW):
    """Open the link and set a password; returns the last answer."""
    page = client.get(path, follow=True)
    return client.post(page.request["PATH_INFO"], {"password1": password})


@pytest.mark.reliability("I3")
def test_the_link_sets_a_new_password_once(sara, client, run_jobs, link_in, sign_in):
    ask(client, sara.email)
    (message,) = run_jobs()
    assert use(client, link_in(message))["Location"] == "/account/password/reset/key/done/"
    again = use(Client(), link_in(message), "a third long sentence")
    assert again.context["token_fail"] is True
    assert [sign_in(Client(), sara.email, word).status_code for word in (PASSWORD, "a third long sentence", NEW)] == [200, 200, 302]


@pytest.mark.reliability("I3")
def test_the_code_has_256_bits_and_is_stored_nowhere(sara, client, run_jobs, link_in):
    ask(client, sara.email)
    assert [(job.args, job.kwargs) for job in Job.objects.all()] == [([sara.pk], {})]
    (message,) = run_jobs()
    code = link_in(message).rstrip("/").rsplit("-", 1)[1]
    assert len(bytes.fromhex(code)) * 8 == 256
    sara.refresh_from_db()
    assert code not in repr(vars(sara)) + repr(list(Job.objects.values())) + repr(cache.get(f"password-link:{sara.pk}"))


@pytest.mark.reliability("I3")
def test_a_newer_link_ends_the_older_and_both_end_after_an_hour(sara, monkeypatch):
    links = PasswordLink()
    old = links.make_token(sara)
    new = links.make_token(sara)
    assert (links.check_token(sara, old), links.check_token(sara, new)) == (False, True)
    monkeypatch.setattr(links, "_now", lambda: timezone.now().replace(tzinfo=None) + timedelta(minutes=61))
    assert links.check_token(sara, new) is False


@pytest.mark.reliability("I3")
def test_a_link_is_of_one_person_and_dies_with_the_nonce(sara, cast):
    links = PasswordLink()
    token = links.make_token(sara)
    links.make_token(cast.reza)
    assert (links.check_token(cast.reza, token), links.check_token(sara, token[:-1] + ("h" if token[-1] == "g" else "g")), links.check_token(sara, "")) == (False, False, False)
    cache.clear()
    assert links.check_token(sara, token) is False


@pytest.mark.reliability("I4")
def test_a_mail_scanner_that_opens_the_link_uses_nothing_up(sara, run_jobs, client, link_in, sign_in):
    ask(client, sara.email)
    path = link_in(run_jobs()[0])
    for _ in range(3):
        Client().get(path, follow=True)
        Client().head(path)
    assert use(client, path).status_code == 302
    assert sign_in(Client(), sara.email, NEW).status_code == 302


@pytest.mark.reliability("I3")
def test_signing_in_with_the_old_password_ends_the_link(sara, client, sign_in):
    token = PasswordLink().make_token(sara)
    sign_in(client, sara.email)
    sara.refresh_from_db()
    assert PasswordLink().check_token(sara, token) is False


@pytest.mark.reliability("I6")
def test_the_link_in_the_mail_is_built_from_the_configured_address(sara, client, run_jobs, settings):
    settings.PUBLIC_URL = "https://desk.simorgh.example"
    ask(client, sara.email, Host="127.0.0.1", X_Forwarded_Host="evil.test")
    (message,) = run_jobs()
    assert "https://desk.simorgh.example/account/password/reset/key/" in message.body
    assert "evil.test" not in message.subject + message.body and "127.0.0.1" not in message.body
    assert message.subject.startswith("Simorgh: ")


@pytest.mark.reliability("I3")
def test_asking_tells_nobody_whether_the_address_is_known_and_writes_to_no_stranger(sara, client, run_jobs):
    known, unknown = ask(client, sara.email), ask(client, "nobody@example.com")
    assert (known["Location"], known.status_code) == (unknown["Location"], unknown.status_code)
    assert [message.to for message in run_jobs()] == [[sara.email]]


def test_asking_thrice_at_once_sends_one_mail(sara, client, run_jobs):
    for _ in range(3):
        ask(client, sara.email)
    assert len(run_jobs()) == 1


def test_somebody_who_left_gets_no_link(sara, client, run_jobs):
    sara.is_active = False
    sara.save()
    ask(client, sara.email)
    assert run_jobs() == []


@pytest.mark.reliability("I3")
def test_the_address_of_the_link_travels_no_further(sara, client):
    path = password_link(sara).partition("localhost:8000")[2]
    page = client.get(path, follow=True)
    code = path.rstrip("/").rsplit("-", 1)[1]
    assert page.redirect_chain[0][0].endswith("-set-password/")
    assert (code in page.content.decode(), code in page.request["PATH_INFO"], page["Referrer-Policy"]) == (False, False, "same-origin")


@pytest.mark.reliability("I3")
def test_a_changed_password_ends_every_other_session_and_is_told_by_mail(sara, run_jobs, sign_in):
    here, there = Client(), Client()
    for client in (here, there):
        sign_in(client, sara.email)
    answer = here.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW})
    assert answer.status_code == 302
    assert (here.get("/me/").status_code, there.get("/me/").status_code) == (200, 302)
    (message,) = run_jobs()
    assert message.to == [sara.email] and "127.0.0.1" in message.body


@pytest.mark.reliability("I3")
def test_a_password_set_by_the_link_ends_every_session(sara, client, run_jobs, sign_in, link_in):
    sign_in(client, sara.email)
    ask(Client(), sara.email)
    use(Client(), link_in(run_jobs()[0]))
    assert client.get("/me/").status_code == 302


@pytest.mark.reliability("I3")
@pytest.mark.parametrize("by_link", [False, True])
def test_a_new_password_ends_the_api_tokens_of_whoever_has_it(cast, sara, client, run_jobs, sign_in, link_in, by_link):
    mine, _shown = make_api_token(sara, name="Shop", scopes=["cases:read"], days=30)
    theirs, _shown = make_api_token(cast.reza, name="Shop", scopes=["cases:read"], days=30)
    if by_link:
        ask(client, sara.email)
        use(client, link_in(run_jobs()[0]))
    else:
        sign_in(client, sara.email)
        client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW})
    for token in (mine, theirs):
        token.refresh_from_db()
    assert (mine.holds(timezone.now()), theirs.holds(timezone.now())) == (False, True)
    assert Event.objects.filter(kind="api_token_revoked", by=sara).count() == 1


def test_changing_asks_for_the_present_password(sara, client, sign_in):
    sign_in(client, sara.email)
    answer = client.post("/account/password/change/", {"oldpassword": "not it", "password1": NEW})
    assert list(answer.context["form"].errors) == ["oldpassword"]


@pytest.mark.parametrize("weak", ["short", "cookiemonster", "sara@example.ir"])
def test_weak_passwords_are_refused_by_the_link_too(sara, client, weak):
    path = password_link(sara).partition("localhost:8000")[2]
    answer = use(client, path, weak)
    assert list(answer.context["form"].errors) == ["password1"]
    assert mail.outbox == []
