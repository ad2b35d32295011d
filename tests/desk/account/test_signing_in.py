"""Signing in: where it leads, how often one may try, what the cookie is (RELIABILITY I7, I8, I13, M2)."""

import pytest
from django.core import signing
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.test import Client

from sandali.desk.account.adapters import KNOWN_DEVICE
from sandali.kit.secrets import token_hash
from tests.cast import PASSWORD

EVIL = ["//evil.test/", "/\\evil.test", "https:evil.test", "https://evil.test/", "javascript:alert(1)", "http://localhost:1/", "\\\\evil.test", "///evil.test"]


@pytest.mark.reliability("I7")
@pytest.mark.parametrize("wanted", EVIL)
def test_signing_in_stays_on_site(sara, client, sign_in, wanted):
    assert sign_in(client, sara.email, next=wanted)["Location"] == "/"


@pytest.mark.reliability("I7")
def test_signing_in_leads_back_to_where_one_was(sara, client, sign_in):
    assert client.get("/customers/?q=a")["Location"] == "/account/login/?next=/customers/%3Fq%3Da"
    assert sign_in(client, sara.email, next="/customers/?q=a")["Location"] == "/customers/?q=a"


@pytest.mark.reliability("I8")
def test_the_session_has_a_new_id_after_signing_in(sara, client, sign_in):
    client.get("/account/login/")
    client.post("/me/language/", {"language": "fa"})
    session = client.session
    session["kept"] = "from before"
    session.save()
    before = session.session_key
    sign_in(client, sara.email)
    assert (client.session.session_key != before, client.session["kept"]) == (True, "from before")


@pytest.mark.reliability("I8")
def test_cookies_are_not_for_scripts_nor_for_other_sites(sara, client, sign_in):
    cookies = sign_in(client, sara.email).cookies
    assert {name: (cookie["httponly"], cookie["samesite"]) for name, cookie in cookies.items()} == {
        "sid": (True, "Lax"), KNOWN_DEVICE: (True, "Lax"),
    }  # fmt: skip


def test_wrong_passwords_are_said_in_one_sentence_that_tells_nothing(sara, client, sign_in):
    known = sign_in(client, sara.email, "not the password").context["form"].errors
    unknown = sign_in(client, "nobody@example.ir", "not the password").context["form"].errors
    assert known == unknown
    assert len(known) == 1


def attempts(client: Client, sign_in, email: str, count: int, **more) -> list[bool]:
    """Wrong passwords; whether each was refused for being too many."""
    return ["attempts" in str(sign_in(client, email, "wrong", **more).context["form"].errors) for _ in range(count)]


@pytest.mark.reliability("I9", "M2")
def test_five_wrong_passwords_lock_the_account_against_strangers_for_a_while(sara, client, sign_in, cast):
    client.cookies["lang"] = "en"
    assert attempts(client, sign_in, sara.email, 6) == [False] * 5 + [True]
    other = Client(REMOTE_ADDR="198.51.100.7")
    other.cookies["lang"] = "en"
    assert "attempts" in str(sign_in(other, sara.email).context["form"].errors)
    assert sign_in(client, cast.admin.email).status_code == 302  # others come in


@pytest.mark.reliability("M2")
def test_the_count_stands_in_the_database_so_every_process_and_a_restart_know_it(sara, client, sign_in):
    client.cookies["lang"] = "en"
    attempts(client, sign_in, sara.email, 5)
    assert isinstance(caches["default"], DatabaseCache)
    del caches["default"]  # what another process has: no memory of it
    assert attempts(client, sign_in, sara.email, 1) == [True]


@pytest.mark.reliability("I8")
def test_others_guesses_do_not_lock_the_owner_out_of_a_known_device(sara, client, sign_in):
    sign_in(client, sara.email)
    client.post("/account/logout/")
    stranger = Client(REMOTE_ADDR="198.51.100.7")
    stranger.cookies["lang"] = "en"
    assert attempts(stranger, sign_in, sara.email, 6)[-1] is True
    assert sign_in(client, sara.email).status_code == 302


def test_a_known_device_is_known_to_its_own_account_only(sara, cast, client, sign_in):
    client.cookies["lang"] = "en"
    client.cookies[KNOWN_DEVICE] = signing.dumps([token_hash("somebody@else.ir")], salt=KNOWN_DEVICE)
    attempts(Client(REMOTE_ADDR="198.51.100.7"), sign_in, sara.email, 5)
    assert attempts(client, sign_in, sara.email, 1) == [True]


@pytest.mark.reliability("I13")
def test_a_forged_forwarded_address_does_not_escape_the_limit(sara, sign_in):
    client = Client(REMOTE_ADDR="203.0.113.5")
    client.cookies["lang"] = "en"
    refused = [
        attempts(client, sign_in, f"person{number}@example.ir", 1, headers={"X-Forwarded-For": f"198.51.100.{number}"})[0]
        for number in range(31)
    ]
    assert refused == [False] * 30 + [True]


@pytest.mark.reliability("I13")
def test_behind_one_trusted_proxy_its_word_counts(sara, sign_in, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    client = Client(REMOTE_ADDR="10.0.0.1")
    client.cookies["lang"] = "en"
    headers = [{"X-Forwarded-For": f"1.2.3.4, 198.51.100.{number}"} for number in range(31)]
    refused = [attempts(client, sign_in, f"person{number}@example.ir", 1, headers=header)[0] for number, header in enumerate(headers)]
    assert refused == [False] * 31


def test_somebody_inactive_cannot_sign_in(sara, client, sign_in):
    sara.is_active = False
    sara.save()
    answer = sign_in(client, sara.email)
    assert (answer["Location"], "_auth_user_id" in client.session) == ("/account/inactive/", False)


@pytest.mark.parametrize("address", ["signup/", "signup/passkey/", "email/", "password/set/", "login/code/confirm/", "confirm-email/", "confirm-email/key/"])
def test_what_we_do_not_offer_is_not_there(sara, client, address):
    client.force_login(sara)
    answers = client.get(f"/account/{address}"), client.post(f"/account/{address}", {"email": "me@example.ir", "password1": PASSWORD})
    assert [answer.status_code for answer in answers] == [404, 404]


def test_too_many_requests_get_a_page_that_says_so(sara, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    pages = [client.post("/account/login/", {}) for _ in range(3)]
    assert [page.status_code for page in pages] == [200, 200, 429]
    assert "لطفاً کمی آهسته‌تر" in pages[2].content.decode()


def test_signing_out_takes_a_post(sara, client):
    client.force_login(sara)
    client.get("/account/logout/")
    assert "_auth_user_id" in client.session
    client.post("/account/logout/")
    assert "_auth_user_id" not in client.session


@pytest.mark.reliability("I13")
@pytest.mark.parametrize("name", ["REMOTE_USER", "HTTP_REMOTE_USER", "HTTP_X_REMOTE_USER", "HTTP_X_FORWARDED_USER", "HTTP_X_FORWARDED_EMAIL", "SSL_CLIENT_S_DN_EMAIL"])
def test_nobody_is_signed_in_by_a_header_that_names_them(sara, client, name):
    answer = client.get("/cases/", **{name: sara.email})
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/account/login/")
