"""Machines are recognised, people are not taken for machines."""

import pytest

from sandali.channels.email.automatic import kind_of
from sandali.channels.email.headers import Headers

OWN = frozenset({"support@sandali.example"})


def kind(sender: str = "mina@gmail.example", **fields: str) -> str:
    """The kind for fields given as names with underscores."""
    return kind_of(Headers([(name.replace("_", "-"), value.encode()) for name, value in fields.items()]), sender, OWN)


@pytest.mark.reliability("C7")
@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"auto_submitted": "auto-replied"}, "auto-reply"),
        ({"auto_submitted": "Auto-Generated; x=y"}, "auto-reply"),
        ({"precedence": "BULK"}, "list"),
        ({"precedence": "List"}, "list"),
        ({"precedence": "junk"}, "list"),
        ({"precedence": "Auto_Reply"}, "auto-reply"),
        ({"list_id": "<news.shop.example>"}, "list"),
        ({"list_unsubscribe": "<mailto:x@y.example>"}, "list"),
        ({"return_path": "<>"}, "auto-reply"),
        ({"return_path": ""}, "auto-reply"),
        ({"x_autoreply": "yes"}, "auto-reply"),
        ({"x_autorespond": "Re: x"}, "auto-reply"),
        ({"x_auto_response_suppress": "All", "return_path": "<>"}, "auto-reply"),
        ({"subject": "Out of Office: order"}, "auto-reply"),
        ({"subject": "Automatic reply: order"}, "auto-reply"),
        ({"subject": "Re: Vacation notice"}, "auto-reply"),
        ({"subject": "=?UTF-8?B?2b7Yp9iz2K4g2K7ZiNiv2qnYp9ixOiDYs9mB2KfYsdi0?="}, "auto-reply"),
        ({"sender": "no-reply@shop.example"}, "no-reply"),
        ({"sender": "DoNotReply@shop.example"}, "no-reply"),
        ({"sender": "gmail-noreply@google.example"}, "no-reply"),
        ({"sender": "calendar.no-reply@shop.example"}, "no-reply"),
        ({"sender": "mailer-daemon@shop.example"}, "auto-reply"),
        ({"sender": "support+abc@sandali.example"}, "loop"),
        ({"x_loop": "support@sandali.example"}, "loop"),
    ],
)
def test_a_machine_is_recognised(fields, expected):
    sender = fields.get("sender", "mina@gmail.example")
    assert kind(sender.lower(), **{name: value for name, value in fields.items() if name != "sender"}) == expected


@pytest.mark.parametrize(
    "fields",
    [
        {"auto_submitted": "no"},
        {"precedence": "first-class"},
        {"return_path": "<mina@gmail.example>"},
        {"subject": "I was out of the office last week, where is my order?"},
        {"subject": "Vacationing guests need chairs"[9:]},
        {"x_auto_response_suppress": "DR, RN, NRN, OOF, AutoReply", "return_path": "<mina@gmail.example>"},
        {"x_autoreply": "no"},
        {"x_loop": "somebody@else.example"},
    ],
)
def test_a_person_is_no_machine(fields):
    assert kind(**fields) == ""
