"""Countries in both languages."""

from sandali.kit.countries import NAMES, country_choices, country_name
from sandali.kit.zones import zone_rows


def test_every_country_that_has_a_zone_has_a_name():
    assert {country for country, _zone in zone_rows()} - NAMES.keys() == set()


def test_names_are_in_the_language_asked_for():
    assert (country_name("IR", "fa"), country_name("IR", "en"), country_name("ZZ", "en")) == ("ایران", "Iran", "ZZ")


def test_persian_names_stand_in_the_persian_alphabet_s_order():
    names = [name for _code, name in country_choices("fa")]
    assert [name[0] for name in names[:3]] == ["آ"] * 3
    assert names.index("پاکستان") < names.index("تاجیکستان") < names.index("چین") < names.index("ژاپن") < names.index("کانادا")
