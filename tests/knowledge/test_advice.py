"""A whole letter is told from a fact, and short things are left alone."""

import pytest

from sandali.knowledge.advice import looks_like_a_letter

BODY = "سفارش شما امروز به پست سپرده شد و تا سه روز کاری دیگر می‌رسد. " * 12


@pytest.mark.practice("P18")
@pytest.mark.parametrize(
    ("text", "is_letter"),
    [
        (f"سلام، وقت بخیر\n{BODY}\nبا احترام\nپشتیبانی", True),
        ("Dear customer,\n" + "we have sent the parcel. " * 40 + "\nKind regards\nSupport", True),
        (f"سلام\n{BODY}", False),
        (f"{BODY}\nبا احترام", False),
        ("سلام\nبا احترام", False),
        (BODY * 3, False),
        ("", False),
    ],
)
def test_a_letter_greets_takes_its_leave_and_is_long(text, is_letter):
    assert looks_like_a_letter(text) is is_letter
