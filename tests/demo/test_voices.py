"""How people of the demo write."""

from random import Random

from sandali.demo.voices import answer_of, careless, letter_of


def test_a_first_letter_begins_with_a_greeting():
    letter = letter_of("متن", voice="formal", name="مینا کریمی", language="fa", random=Random(1), first=True)
    assert letter.split("\n\n")[1] == "متن"


def test_our_answer_names_the_customer_and_us():
    answer = answer_of("متن", called="خانم کریمی", agent="سارا", language="fa", random=Random(1), first=True)
    assert ("خانم کریمی" in answer.splitlines()[0], "سارا" in answer.splitlines()[-1]) == (True, True)


def test_somebody_in_a_hurry_loses_half_spaces_and_mixes_digits():
    written = [careless("سفارش ۱۲۳۴ را نمی‌خواهم. لطفاً پول‌ها را برگردانید.", "fa", Random(seed)) for seed in range(30)]
    assert [text for text in written if "\u200c" in text] == []
    assert {"1234" in text for text in written} == {True, False}
    assert {"\u064a" in text for text in written} == {True, False}
