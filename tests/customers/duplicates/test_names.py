"""A name as it sounds, in both scripts."""

import pytest

from sandali.customers.duplicates.names import (
    is_near,
    is_titled,
    is_written_alike,
    skeleton,
    whole_sound,
    words_of,
)
from sandali.kit.text import fold

IN_BOTH = [
    ("حسین", "Hossein"), ("حسین", "Hussain"), ("محمد", "Mohammad"), ("محمود", "Mahmoud"), ("جواد", "Javad"), ("فاطمه", "Fatemeh"), ("زهرا", "Zahra"),
    ("علی", "Ali"), ("رضا", "Reza"), ("مهدی", "Mehdi"), ("یاسر", "Yaser"), ("قاسم", "Ghasem"), ("قاسم", "Qasem"), ("خسرو", "Khosro"), ("شهرام", "Shahram"),
    ("چنگیز", "Changiz"), ("ژاله", "Zhaleh"), ("پژمان", "Pejman"), ("وحید", "Vahid"), ("یوسف", "Yousef"), ("عباس", "Abbas"), ("هاشمی", "Hashemi"),
    ("غلامی", "Gholami"), ("مصطفی", "Mostafa"), ("سمیه", "Somayeh"), ("خدیجه", "Khadijeh"), ("یحیی", "Yahya"), ("زینب", "Zeinab"), ("جمشید", "Jamshid"),
    ("هوشنگ", "Houshang"), ("داوود", "Davood"), ("موسوی", "Mousavi"), ("تقوی", "Taghavi"), ("لیلا", "Leila"),
]  # fmt: skip


@pytest.mark.practice("P03")
@pytest.mark.parametrize(("persian", "latin"), IN_BOTH)
def test_a_name_sounds_the_same_in_both_scripts(persian, latin):
    assert skeleton(fold(persian)) == skeleton(fold(latin))


@pytest.mark.parametrize(("one", "other"), [("علی", "لیلا"), ("رضا", "زهرا"), ("مریم", "مینا"), ("Sara", "Zahra")])
def test_other_names_sound_otherwise(one, other):
    assert skeleton(fold(one)) != skeleton(fold(other))


@pytest.mark.practice("P03")
@pytest.mark.parametrize(
    "written",
    ["علی‌رضا کریمی", "علیرضا کريمي", "كریمی علی رضا", "جناب آقای دکتر علیرضا کریمی", "Alireza Karimi", "Mr. Karimi, Ali-Reza"],
)
def test_one_name_has_one_sound_however_it_is_written(written):
    assert whole_sound(words_of(written)) == "klmrrz"


def test_titles_and_numbers_say_nothing_but_a_name_of_titles_alone_is_kept():
    assert [word.text for word in words_of("سرکار خانم مهندس سارا ۲")] == ["سارا"]
    assert [word.text for word in words_of("دکتر")] == ["دکتر"]


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [("کریمی", "کریمی", True), ("کریمی", "کرمی", True), ("کریمی", "کریممی", True), ("کریمی", "کریبی", True), ("کریمی", "کرییم", True), ("کریمی", "کمالی", False), ("سارا", "سمیرا", False)],
)  # fmt: skip
def test_one_slip_of_the_finger_is_near(one, other, near):
    assert (is_near(one, other), is_near(other, one)) == (near, near)


def test_letters_of_one_sound_are_written_alike():
    assert is_written_alike("طاهری", "تاهری")
    assert not is_written_alike("کریمی", "کرمی")


@pytest.mark.practice("P03")
def test_a_title_written_to_a_name_is_known_beside_the_name_alone():
    pairs = [("جنابآقایسعید", "سعید"), ("سعید", "مهندسسعید"), ("سیدهزهرا", "زهرا"), ("خانمحمدی", "محمدی"), ("کرمانی", "مانی"), ("دکترزاده", "زاده")]
    assert [is_titled(fold(one), fold(other)) for one, other in pairs] == [True, True, True, False, False, True]


def test_where_two_scripts_meet_one_word_ends():
    assert [word.text for word in words_of("خانمMina کریمی")] == ["mina", "کریمی"]
