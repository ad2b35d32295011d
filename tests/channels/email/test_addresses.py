"""Who wrote, to whom: one clean reading or none."""

import pytest

from sandali.channels.email.addresses import mailboxes, normal_address, parties, sender
from sandali.channels.email.headers import Headers


def from_field(*values: str) -> Headers:
    """Headers with From fields."""
    return Headers([("from", value.encode()) for value in values])


@pytest.mark.parametrize(
    ("field", "address", "name"),
    [
        ("mina@Gmail.example", "mina@gmail.example", ""),
        ("Mina <MINA@gmail.example>", "mina@gmail.example", "Mina"),
        ('"Rezaei, Mina" <mina@gmail.example>', "mina@gmail.example", "Rezaei, Mina"),
        ("mina@gmail.example (Mina Rezaei)", "mina@gmail.example", "Mina Rezaei"),
        ("=?UTF-8?B?2YXbjNmG2Kc=?= <mina@gmail.example>", "mina@gmail.example", "مینا"),
        ("=?UTF-8?Q?x=2C_=3Cevil=40evil.example=3E?= <mina@gmail.example>", "mina@gmail.example", "x, <evil@evil.example>"),
        ("مینا <mina@gmail.example>", "mina@gmail.example", "مینا"),
        ("mina@gmail.example <mina@gmail.example>", "mina@gmail.example", ""),
        ("<mina@xn--mgba3a4f16a.example>", "mina@xn--mgba3a4f16a.example", ""),
        ("Team: mina@gmail.example;", "mina@gmail.example", ""),
        ("o'brien+shop@example.co.uk", "o'brien+shop@example.co.uk", ""),
    ],
)
def test_a_clean_sender_is_read(field, address, name):
    found = sender(from_field(field), [])
    assert (found.value, found.name, found.suspect) == (address, name, "")


@pytest.mark.reliability("C5")
@pytest.mark.parametrize(
    "field",
    [
        "alice@example.org)bob@example.net",
        "alice@example.org]<bob@example.net>@evil",
        "<alice@example.org> <bob@example.net>",
        "alice@example.org, bob@example.net",
        "alice@example.org@evil.example",
        '"alice@example.org" bob@example.net',
        "alice <alice@example.org",
        "ali ce@example.org",
        "alice@exam ple.org",
        "alice@[127.0.0.1]",
        "alice\x00@example.org",
        "ali\u202ece@example.org",
        "undisclosed",
        "(((((((",
        "<<<<>>>>",
        '"unfinished',
    ],
)
def test_a_doubtful_sender_is_unknown(field):
    remarks: list[str] = []
    assert sender(from_field(field), remarks) is None
    assert remarks == ["unclear-sender"]


def test_two_from_fields_that_differ_are_nobody():
    assert sender(from_field("a@b.example", "c@d.example"), []) is None


def test_without_from_the_sender_field_counts():
    assert sender(Headers([("sender", b"a@b.example")]), []).value == "a@b.example"


@pytest.mark.reliability("E7")
@pytest.mark.parametrize("field", ["s\u0430ra@shop.example", "S\u0430ra <sara@shop.example>", "Sara <sara@xn--pple-43d.example>"])
def test_a_sender_in_mixed_alphabets_is_marked(field):
    remarks: list[str] = []
    assert sender(from_field(field), remarks).suspect == "mixed-script"
    assert remarks == ["mixed-script-sender"]


@pytest.mark.reliability("E6")
def test_turned_text_in_a_name_is_removed_and_marked():
    found = sender(from_field("Bank\u202eecivres <a@b.example>"), [])
    assert (found.name, found.suspect) == ("Bankecivres", "control-characters")


def test_a_persian_name_on_a_latin_address_is_no_imitation():
    assert sender(from_field("مینا رضایی <mina@gmail.example>"), []).suspect == ""


def test_only_clean_recipients_are_listed_and_each_once():
    headers = Headers([("to", b"a@b.example, broken@, A@B.example, x <c@d.example>"), ("to", b"e@f.example")])
    assert [party.value for party in parties(headers, "to", [])] == ["a@b.example", "c@d.example", "e@f.example"]


def test_quoted_local_parts_lose_needless_quotes_only():
    assert normal_address('"mina"@b.example') == "mina@b.example"
    assert normal_address('"mi na"@b.example') == ""


def test_empty_groups_name_nobody():
    assert list(mailboxes("undisclosed-recipients:;")) == []
