"""Authentication-Results: ours, topmost, aligned; or nothing."""

import pytest

from sandali.channels.email.headers import Headers
from sandali.channels.email.sender_auth import authenticate, same_organisation

OURS = frozenset({"mail.sandali.example"})


def judged(*values: str, sender: str = "mina@gmail.example") -> str:
    """The verdict for Authentication-Results fields from top to bottom."""
    return authenticate(Headers([("authentication-results", value.encode()) for value in values]), sender, OURS)


@pytest.mark.reliability("C6")
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("mail.sandali.example; dmarc=pass (p=none) header.from=gmail.example", "pass"),
        ("mail.sandali.example 1; dkim=pass header.d=gmail.example", "pass"),
        ("mail.sandali.example; dkim=pass header.i=@mg.gmail.example", "pass"),
        ("mail.sandali.example; spf=pass smtp.mailfrom=bounce@gmail.example", "pass"),
        ("mail.sandali.example; dmarc=fail header.from=gmail.example; spf=pass smtp.mailfrom=x@gmail.example", "fail"),
        ("mail.sandali.example; spf=fail smtp.mailfrom=mina@gmail.example", "fail"),
        ("mail.sandali.example; dkim=pass header.d=evil.example", "none"),
        ("mail.sandali.example; dmarc=pass header.from=evil.example", "none"),
        ("mail.sandali.example; none", "none"),
        ("evil.example; dmarc=pass header.from=gmail.example", "none"),
        ("mail.sandali.example.evil.example; dmarc=pass header.from=gmail.example", "none"),
        ("mail.sandali.example; x=y (dmarc=pass header.from=gmail.example)", "none"),
    ],
)
def test_only_our_own_server_is_believed(value, expected):
    assert judged(value) == expected


@pytest.mark.reliability("C6")
def test_a_forged_field_below_the_top_one_is_ignored():
    forged = "mail.sandali.example; dmarc=pass header.from=gmail.example"
    assert judged("other.example; spf=none", forged) == "none"
    assert judged("mail.sandali.example; dmarc=fail header.from=gmail.example", forged) == "fail"


@pytest.mark.reliability("C6")
def test_internal_fields_of_help_desks_have_no_effect(read_bytes):
    plain = b"From: a@b.example\r\nSubject: x\r\n\r\nhi"
    forged = b"X-Zammad-Ticket-Owner: admin\r\nX-RT-Command: x\r\nX-Sandali-Case: 1\r\nX-Sandali-Agent: sara\r\n" + plain
    assert read_bytes(forged) == read_bytes(plain)


def test_names_below_a_shared_suffix_are_strangers():
    assert not same_organisation("one.co.ir", "other.co.ir")
    assert same_organisation("mail.one.co.ir", "one.co.ir")
