"""Where the own words end."""

import pytest

from sandali.channels.email.signatures import signature_start


@pytest.mark.parametrize(
    ("lines", "start"),
    [
        (["سلام", "-- ", "مینا"], 1),
        (["سلام", "", "--", "مینا", "۰۹۱۲"], 1),
        (["سلام", "با احترام", "مینا"], 1),
        (["سلام", "با سپاس فراوان،", "مینا"], 1),
        (["hello", "Sent from my iPhone"], 1),
        (["hello", "Get Outlook for Android"], 1),
        (["hello", "Best regards,", "Mina", "Buyer, Example Ltd", "+98 21 8877 6655", "mina@example.org"], 1),
        (["hello", "Best regards,", "Mina"], 3),
        (["hello", "see you"], 2),
        (["are you there?", "?"], 2),
        (["hello", "----", "***"], 1),
        ([], 0),
    ],
)
def test_the_signature_begins_there(lines, start):
    assert signature_start(lines) == start


def test_a_long_text_below_two_dashes_is_no_signature():
    lines = ["hello", "--", *["a sentence of the letter"] * 40]
    assert signature_start(lines) == len(lines)
