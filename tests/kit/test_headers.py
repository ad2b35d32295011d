"""No value can add a header or a recipient (RELIABILITY D6)."""

import json
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from sandali.kit.headers import HeaderRefused, header_value, strict_header_value

INJECTIONS = [
    "Hi\r\nBcc: victim@example.test",
    "Hi\nBcc: victim@example.test",
    "Hi\rBcc: victim@example.test",
    "Hi\u2028Bcc: victim@example.test",
    "Hi\u2029Bcc: victim@example.test",
    "Hi\x85Bcc: victim@example.test",
    "Hi\x0b\x0cBcc: victim@example.test",
    "Hi\x00\r\n\r\nbody",
    "=?utf-8?q?Hi=0D=0ABcc:_victim@example.test?=",
    "=?utf-8?b?SGkNCkJjYzogdmljdGltQGV4YW1wbGUudGVzdA==?=",
    "a\r\n =?utf-8?Q?b=0ABcc:x?=\r\nX: y",
    "\ud800lone\udfff",
]


def names_after_the_wire(subject: str) -> list[str]:
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = "Support <support@example.test>"
    mail["To"] = "mina@example.test"
    mail["Subject"] = subject
    mail["X-Name"] = subject
    mail.set_content("text")
    return [name for name, _ in message_from_bytes(mail.as_bytes()).items()]


@pytest.mark.reliability("D6")
@pytest.mark.parametrize("text", INJECTIONS)
def test_an_injection_becomes_one_line_of_text(text):
    value = header_value(text)
    assert len(value.splitlines()) == 1
    assert names_after_the_wire(value) == names_after_the_wire("plain")


@pytest.mark.reliability("D6")
@pytest.mark.parametrize("text", INJECTIONS[:8] + [INJECTIONS[-1]])
def test_a_value_for_machines_is_refused_rather_than_changed(text):
    with pytest.raises(HeaderRefused):
        strict_header_value(text)


@pytest.mark.reliability("D6")
def test_naughty_strings_never_add_a_header(shared_data):
    expected = names_after_the_wire("plain")
    strings = [
        s
        for s in json.loads((shared_data / "strings-and-html" / "blns.json").read_text("utf-8"))
        if header_value(s)
    ]
    assert len(strings) > 400
    assert [s for s in strings if names_after_the_wire(header_value(s)) != expected] == []


def test_an_ordinary_subject_stays_as_it_is():
    assert header_value("گزارش‌ها: سفارش ۱۲ = خوب؟") == "گزارش‌ها: سفارش ۱۲ = خوب؟"


def test_a_long_value_is_cut():
    assert header_value("a" * 5000, max_length=100) == "a" * 100


def test_a_typed_encoded_word_stays_readable_text():
    assert header_value("=?utf-8?q?x?=") == "= ?utf-8?q?x?="


@pytest.mark.parametrize("value", ["", " a@example.test", "a" * 2000])
def test_empty_padded_or_endless_values_for_machines_are_refused(value):
    with pytest.raises(HeaderRefused):
        strict_header_value(value)


def test_a_plain_value_for_machines_passes_unchanged():
    assert strict_header_value("<t.1@example.test>") == "<t.1@example.test>"
