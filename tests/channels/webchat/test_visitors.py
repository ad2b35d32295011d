"""Who writes in a chat."""

import hashlib
import hmac

import pytest

from sandali.channels.parcels import LETTERS
from sandali.channels.webchat.visitors import Visitor, is_signed, visitor_of

TOKEN = "A" * 43
SECRET = "s" * 32


def signature(user, secret=SECRET):
    return hmac.new(secret.encode(), user.encode(), hashlib.sha256).hexdigest()


def test_a_browser_is_known_by_the_hash_of_its_token():
    digest = hashlib.sha256(TOKEN.encode()).hexdigest()
    assert visitor_of(7, TOKEN) == Visitor(digest, f"#{digest[:6].translate(LETTERS)}")


@pytest.mark.parametrize("token", ["", "A" * 42, "A" * 87, "A" * 42 + "!", "A" * 43 + "\n", "۱" * 43])
def test_what_is_no_token_is_nobody(token):
    assert visitor_of(7, token) is None


def test_a_user_for_whom_the_website_vouches_is_the_same_in_every_browser_and_another_one_on_another_channel():
    given = {"user": "42", "signature": signature("42"), "secret": SECRET}
    assert visitor_of(7, TOKEN, **given) == visitor_of(7, "B" * 43, **given) == Visitor("user:7:42", "42", proven=True)
    assert visitor_of(8, TOKEN, **given).value == "user:8:42"


@pytest.mark.reliability("G4")
@pytest.mark.parametrize(
    ("user", "given", "secret"),
    [("42", "", SECRET), ("42", signature("43"), SECRET), ("42", signature("42", "t" * 32), SECRET), ("42", signature("42", ""), ""),
     ("42", signature("42", "short"), "short"), ("", signature(""), SECRET), ("4\n2", signature("4\n2"), SECRET), ("4" * 81, signature("4" * 81), SECRET), ("42", "é", SECRET)],
)  # fmt: skip
def test_a_wrong_signature_makes_nobody_of_ours_and_breaks_nothing(user, given, secret):
    assert is_signed(user, given, secret) is False
    assert visitor_of(7, TOKEN, user=user, signature=given, secret=secret) == visitor_of(7, TOKEN)
