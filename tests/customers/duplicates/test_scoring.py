"""What speaks for two records being of one person, and how much."""

import pytest

from sandali.customers.duplicates.blocking import features_of, keys_of, number_of, worth_comparing
from sandali.customers.duplicates.scoring import Base, likeness
from tests.customers.duplicates.people import base_of

# Two hundred thousand customers: محمد and محمدی are common, آذرگشسب is not.
BASE = Base(200_000, {"t:محمد": 9000, "w:mhmd": 15_000, "t:محمدی": 4000, "t:زهرا": 6000, "w:zhr": 7000, "p:+982144002200": 400, "t:اذرگشسب": 2, "w:zrgSsb": 2})
MOBILE = ("phone", "+989121234567", "09121234567")


def codes(one, other):
    """Codes of the evidence, and how sure it is."""
    alike = likeness(one, other, BASE)
    return {each.code for each in alike.evidence}, alike.percent


def person(name, *addresses, city=""):
    """A record."""
    return features_of(1, name, addresses, facts=[("city", city)])


@pytest.mark.practice("P03")
def test_a_rare_name_says_more_than_a_common_one():
    assert codes(person("محمد محمدی"), person("محمد محمدی")) == ({"same_name"}, 1)
    assert codes(person("محمد آذرگشسب", city="یزد"), person("محمد آذرگشسب", city="یزد")) == ({"same_name", "same_city"}, 63)


@pytest.mark.practice("P03")
def test_people_of_a_household_are_never_likely():
    found, percent = codes(person("محمد محمدی", MOBILE, city="یزد"), person("زهرا محمدی", MOBILE, city="یزد"))
    assert found == {"same_phone", "family", "other_name", "same_city"}
    assert percent < 50


def test_a_switchboard_says_little():
    desk = ("phone", "+982144002200", "02144002200")
    found, percent = codes(person("محمد محمدی", desk), person("زهرا کریمی", desk))
    assert (found, percent) == ({"crowded_phone", "other_name"}, 1)


@pytest.mark.practice("P03")
def test_the_same_number_and_name_in_another_script_are_most_likely_one():
    found, percent = codes(person("خانم زهرا آذرگشسب", MOBILE), person("Zahra Azargoshasb", ("whatsapp", "989121234567", "+989121234567")))
    assert (found, percent) == ({"same_phone", "other_script"}, 99)


@pytest.mark.practice("P03")
def test_few_live_in_a_small_city_and_a_third_in_the_capital():
    base = Base(200_000, {"city:تهران": 60_000, "city:میبد": 150, "t:اذرگشسب": 2})
    bits = {
        city: [round(each.bits, 1) for each in likeness(person("رضا آذرگشسب", city=city), person("رضا آذرگشسب", city=city), base).evidence if each.code == "same_city"]
        for city in ("تهران", "میبد", "یزد")
    }
    assert bits == {"تهران": [1.7], "میبد": [4.5], "یزد": [2]}  # of the last one nothing is known


@pytest.mark.practice("P03")
@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ("زهرا آذرگشسب", "سرکارخانمزهرا آذرگشسب", "titled"), ("علیرضا آذرگشسب", "Alireza Azargoshaasp", "near_sound"),
        ("فاطمه سادات آذرگشسب", "Fatemehsadat Azargoshasb", "joined"), ("علی اکبر آذرگشسب", "آذرگشسب علی‌اکبر", "swapped"),
    ],
)  # fmt: skip
def test_what_two_ways_of_writing_a_name_have_in_common_is_seen(one, other, code):
    found, _percent = codes(person(one), person(other))
    assert code in found and "other_name" not in found


@pytest.mark.practice("P03")
def test_a_digit_apart_with_the_same_name_is_likely_and_in_a_family_it_is_not():
    near = ("phone", "+989121234568", "09121234568")
    same, percent = codes(person("زهرا آذرگشسب", MOBILE), person("زهرا آذرگشسب", near))
    kin, less = codes(person("زهرا آذرگشسب", MOBILE), person("محمد آذرگشسب", near))
    assert ("near_phone" in same, percent >= 95, "near_phone" in kin, less < 50) == (True, True, True, True)


def test_common_names_a_letter_apart_are_two_names():
    base = Base(200_000, {"t:محمد": 9000, "t:محمود": 900})
    assert [each.code for each in likeness(person("محمد"), person("محمود"), base).evidence] == ["other_name"]
    assert [each.code for each in likeness(person("محمد"), person("محممد"), base).evidence] == ["alike"]


@pytest.mark.reliability("E7")
def test_letters_of_two_scripts_in_a_name_or_address_are_no_evidence():
    imitation = features_of(2, "s\u0430ra karimi", [("email", "s\u0430ra@example.com", "")])
    assert (imitation.words, imitation.mails, keys_of(imitation)) == ((), frozenset(), [])


def test_mailboxes_of_google_are_one_with_and_without_dots():
    one, other = (person("", ("email", value, value)) for value in ("sara.karimi@gmail.com", "sarakarimi+shop@googlemail.com"))
    assert one.mails == other.mails == {"sarakarimi@gmail.com"}


def test_info_and_sales_are_nobodys_name():
    assert person("", ("email", "info@example.com", "")).handles == frozenset()


def test_somebody_without_a_name_is_known_by_what_the_address_says():
    found, _percent = codes(person("", ("email", "zahra.azargoshasb@example.com", "")), person("زهرا آذرگشسب"))
    assert found == {"mail_says"}


def test_a_number_of_a_key_tells_its_kind_and_one_common_word_is_not_worth_a_look():
    one, other = person("زهرا محمدی"), person("مریم محمدی")
    shared = {number_of(key) for key in keys_of(one)} & {number_of(key) for key in keys_of(other)}
    assert not worth_comparing(sum({1 << (number & 7) for number in shared}))
    assert worth_comparing(1 << (number_of("p:+989121234567") & 7))


def test_the_base_counts_who_bears_a_word():
    base, pairs, _blocks = base_of([features_of(0, "مینا کریمی", []), features_of(1, "كريمي مینا", []), features_of(2, "رستم دستان", [])])
    assert (base.size, base.counts["t:کریمی"], pairs) == (3, 2, {(0, 1)})
