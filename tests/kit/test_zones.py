"""Time zones to choose from."""

from zoneinfo import ZoneInfo

import pytest

from sandali.kit.zones import zone_choices, zone_label


@pytest.mark.parametrize("language", ["fa", "en"])
def test_every_choice_is_a_zone_with_a_label_of_its_own(language):
    zones = [zone for zone, _label in zone_choices(language)]
    labels = [label for _zone, label in zone_choices(language)]
    assert [ZoneInfo(zone).key for zone in zones] == zones
    assert (len(set(zones)), len(set(labels))) == (len(zones), len(labels)) and len(zones) > 400


def test_a_country_with_several_zones_names_the_place():
    assert zone_label("Asia/Tehran", "fa") == "ایران"
    assert zone_label("Asia/Tehran", "en") == "Iran"
    assert zone_label("America/New_York", "en") == "United States, New York"
    assert zone_label("America/New_York", "fa") == "ایالات متحده، نیویورک"


def test_persian_labels_hold_no_latin_letters_but_utc():
    latin = [label for _zone, label in zone_choices("fa") if any("a" <= letter.lower() <= "z" for letter in label)]
    assert latin == ["UTC"]


def test_a_zone_outside_the_list_is_called_as_it_is():
    assert zone_label("Etc/GMT+3", "fa") == "Etc/GMT+3"
