"""Cutting earlier mail: Persian and English, and never too much."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandali.channels.email.quotes import cut
from tests.work import never_running_away

OWN = "سلام، کالا نرسید."
CUT_AFTER = [
    "در تاریخ ۱۲ آبان ۱۴۰۴ ساعت ۱۰:۳۰، پشتیبانی <support@sandali.example> نوشت:\n> متن قبلی",
    "در تاریخ دوشنبه، ۳ نوامبر ۲۰۲۵ در ۱۴:۲۲ support@sandali.example نوشته است:\n> متن قبلی",
    "در دوشنبه ۳ نوامبر ۲۰۲۵ ساعت ۱۰:۲۲ پشتیبانی\n<support@sandali.example> نوشت:\n\n> متن قبلی\n> سطر دوم",
    "در ۳ نوامبر ۲۰۲۵، ساعت ۵:۰۵ ب.ظ.، پشتیبانی <support@sandali.example> نوشت:\n\nمتن قبلی بی‌علامت",
    "\u202bدر تاریخ یکشنبه ۲ نوامبر ۲۰۲۵، ۱۷:۰۵ پشتیبانی <\u202asupport@sandali.example\u202c\u200f> نوشت:\u202c\n> متن",
    "از: پشتیبانی <support@sandali.example>\nارسال شده: دوشنبه ۳ نوامبر ۲۰۲۵\nبه: مینا\nموضوع: سفارش\n\nمتن قبلی",
    "________________________________\nفرستنده: پشتیبانی\nتاریخ: ۱۴۰۴/۰۸/۱۲\nگیرنده: مینا\nموضوع: سفارش\n\nمتن قبلی",
    "-----پیام اصلی-----\nمتن قبلی",
    "---------- پیام هدایت‌شده ----------\nمتن قبلی",
    "-----Original Message-----\nFrom: x\n\nold",
    "On Mon, Nov 3, 2025 at 2:22 PM Support <support@sandali.example> wrote:\n> old",
    "On Mon, Nov 3, 2025 at 2:22 PM Support <\nsupport@sandali.example> wrote:\n\n> old",
    "From: Support <support@sandali.example>\nSent: Monday, November 3, 2025 2:22 PM\nTo: Mina\nSubject: Order\n\nold",
    "Am 03.11.2025 um 14:22 schrieb Support:\n> alt",
    "في ٣ نوفمبر ٢٠٢٥ كتب Support <support@sandali.example>:\n> قديم",
    "> متن قبلی بی‌هیچ معرفی\n> سطر دوم",
    "ارسال شده از iPhone من",
    "ارسال شده از گوشی سامسونگ من",
    "Sent from my iPhone",
    "-- \nمینا رضایی\n۰۹۱۲۱۲۳۴۵۶۷",
    "با احترام\nمینا رضایی\nتلفن: ۰۲۱-۸۸۷۷۶۶۵۵",
    "با تشکر و احترام،\nمینا",
]


@pytest.mark.parametrize("below", CUT_AFTER)
def test_what_stands_below_the_own_words_is_cut_and_kept_apart(below):
    kept, quoted = cut(f"{OWN}\n\n{below}")
    assert kept == OWN
    assert quoted == below.strip("\n").rstrip()


@pytest.mark.parametrize("below", CUT_AFTER)
def test_when_nothing_else_is_there_nothing_is_cut(below):
    assert cut(below) == (below.strip("\n").rstrip(), "")


@pytest.mark.parametrize(
    "text",
    [
        "با احترام خدمت شما عرض می‌کنم که سفارش نرسید.",
        "در تاریخ ۱۲ آبان سفارش دادم و هنوز نرسیده است.\nلطفاً پیگیری کنید.",
        "مدیر شما در نامه نوشت: تا فردا می‌رسد.\nولی نرسید.",
        "از: تهران\nتا شیراز چند روز است؟",
        "Please answer:\n1. colour\n2. size",
        "I wrote:\nplease call me",
        "From: where do you ship?\nTo: where?",
        "قیمت‌ها:\n- صندلی\n- میز",
        "a --- b\n***\nc",
        "Best regards\nto your whole team, and thank you for the quick help last week.",
    ],
)
def test_ordinary_sentences_are_left_alone(text):
    assert cut(text) == (text, "")


def test_an_answer_below_the_quote_is_kept():
    text = "در تاریخ ۱۲ آبان ۱۴۰۴، پشتیبانی <support@sandali.example> نوشت:\n> رنگ؟\n\nمشکی"
    assert cut(text) == ("مشکی", text.removesuffix("\n\nمشکی"))


def test_answers_between_quotes_are_left_whole():
    text = "On 3 Nov 2025, Support <s@x.example> wrote:\n> colour?\n\nblack\n\n> size?\n\nlarge"
    assert cut(text) == (text, "")


@pytest.mark.reliability("B9")
@pytest.mark.parametrize(
    "text",
    [
        "hi\n" + "> quoted line\n" * 100_000,
        "hi\n\nOn Mon, 3 Nov 2025, a wrote:\n" + "> q\n" * 100_000,
        "On " + "a, " * 30_000 + "wrote",
        "On a, a\n" * 30_000 + "wrote:",
        "From: a\n" * 30_000,
        "--\n" * 100_000,
        "a <a@b.example> wrote\n" * 20_000,
        "a\n> b\n" * 50_000,
        " " * 500_000 + "x",
        "در " * 30_000 + "نوشت:",
    ],
)
def test_long_quotes_do_not_run_away(text):
    with never_running_away():
        cut(text)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(["> q", "own words", "", "On 3 Nov 2025, a <a@b.example> wrote:", "-- ", "با احترام", "From: x", "Date: y", "To: z"]), max_size=14))
def test_no_word_is_ever_lost(lines):
    text = "\n".join(lines)
    kept, quoted = cut(text)
    assert sorted(f"{kept}\n{quoted}".split()) == sorted(text.split())
    assert bool(kept.strip()) == bool(text.strip())


# The first paragraph of each looks as if the introduction began there; found among generated mails of Persian sentences.
@pytest.mark.parametrize(
    "own",
    [
        "سلام.\n\nدر سایت نوشته‌اید که ارسال رایگان است، اما 2267000 تومان گرفته شد.",
        "سلام.\n\nنوشته است: یک جناح در معرض خطر است و جناح دیگر هم همین طور.",
        "در ورزشگاه، تیم سپاهان با نتیجه ۵ بر ۴ در برابر تیم چوکا به پیروزی رسید.",
        "On 3 May I ordered a chair at 10:20 and paid 2400 for it.",
    ],
)
@pytest.mark.parametrize(
    "below",
    [
        "On Sun, 1 Mar 2026 at 10:20, Support <support@simorgh.example> wrote:\n> old",
        "در تاریخ یکشنبه ۱۰ اسفند ۱۴۰۴ ساعت ۱۰:۲۰ پشتیبانی <support@simorgh.example> نوشت:\n> متن قبلی",
    ],
)
def test_a_paragraph_of_the_writer_s_above_the_introduction_stays(own, below):
    assert cut(f"{own}\n\n{below}") == (own, below)


def test_an_introduction_that_blank_lines_tear_apart_is_cut_whole():
    below = "On Thu, 31 Mar 2016 at 11:16 Some One\n\n<\nmailto:Some One <some.one@foo.bar>\n> wrote:\n\n\nTwo"
    assert cut(f"One\n\n{below}") == ("One", below)
