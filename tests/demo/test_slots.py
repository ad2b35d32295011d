"""What fills the slots of a case, and that every text finds all of its slots."""

from datetime import UTC, datetime
from random import Random
from zoneinfo import ZoneInfo

import pytest

from sandali.demo.matters import matters, render
from sandali.demo.slots import day_name, make_slots, money

NOW = datetime(2026, 11, 21, 22, tzinfo=UTC)


def test_days_and_amounts_are_written_as_people_write_them():
    tehran = ZoneInfo("Asia/Tehran")
    assert (day_name(NOW, tehran, "fa"), day_name(NOW, tehran, "en")) == ("۱ آذر", "22 November")
    assert (money(125, "fa"), money(125, "en")) == ("۱٬۲۵۰٬۰۰۰ تومان", "£125")


@pytest.mark.parametrize("language", ["fa", "en"])
def test_every_text_of_every_matter_finds_its_slots(language):
    for matter in matters(language):
        spoken = "en" if "en" in matter.flags else language
        slots = make_slots(NOW, NOW, zone=ZoneInfo("UTC"), language=spoken, city="-", random=Random(matter.name))
        slots |= {"agent": "-", "called": "-", "name": "-"}
        for seed in range(4):
            texts = [render(text, slots, Random(seed)) for text in (*matter.subjects, *(turn.text for turn in matter.turns))]
            assert [text for text in texts if set(text) & set("{}[]|¶") or not text] == [], matter.name
