"""Apologies read: whether one is made, whether it names the fault and a remedy, takes itself back, or was said before."""

import pytest
from django.utils import translation

from sandali.resolution.reading.sorry import advice_on, apologises, reading_of_apology
from tests.work import calls_of

# What each text holds: a(pology) f(ault) r(emedy) c(ondition) v(ague words). Written before they were tried; 58 of 59 rows at first sight.
TABLE = """
afr | بابت تأخیر در ارسال صندلی عذر می‌خواهیم؛ صندلی تازه را امروز می‌فرستیم و هزینهٔ ارسال را برمی‌گردانیم.
af | از این‌که دو بار تماس گرفتید و پاسخ ندادیم شرمنده‌ایم.
afr | ببخشید که پایهٔ صندلی شکسته رسید. بدون هزینه تعویض می‌کنیم.
a | از شما عذرخواهی می‌کنیم.
av | بابت مشکل پیش‌آمده پوزش می‌طلبیم.
av | بابت هرگونه ناراحتی عذرخواهی می‌کنیم.
ac | اگر ناراحت شدید عذر می‌خواهیم.
ac | عذرخواهی می‌کنم اگر باعث رنجش شما شدم.
ac | چنانچه مشکلی برایتان پیش آمد، پوزش می‌خواهیم.
a | ببخشید دیگر تکرار نمی‌شود.
af | شرمنده، کالای اشتباه برایتان فرستادیم.
afr | حق با شماست و معذرت می‌خواهم؛ قولی که دادیم عمل نکردیم. ده درصد تخفیف برای جبران.
af | متأسفیم که رفتار همکارمان شما را آزرد.
afr | از این‌که مبلغ دو بار کسر شده پوزش می‌خواهم، مبلغ اضافه واریز می‌شود.
af | بابت تأخیر عذر می‌خواهیم، اما امکان بازگرداندن وجه نیست.
 | متأسفانه سفارش شما هنوز نرسیده است.
 | شما از مشتری عذرخواهی نکردید.
 | ببخشید، شمارهٔ سفارشتان چند است؟
 | نیازی به عذرخواهی نیست.
fr | صندلی شکسته را تعویض می‌کنیم.
 | نوشته بودید: «عذر می‌خواهیم» و کاری نکردید.
 | سفارش شما ثبت شد و فردا می‌رسد.
r | کد تخفیف شما فعال شد.
afr | سلام خانم کریمی. صندلی شما ناقص رسید و این کوتاهی ما بود؛ پوزش می‌خواهم. قطعهٔ جامانده را رایگان می‌فرستیم.
af | ما دیر پاسخ دادیم. ببخشید.
av | از ناراحتی پیش‌آمده متأسفم.
a | واقعاً شرمندهٔ شما هستم.
afc | اگر تأخیر ما موجب دلخوری شد پوزش می‌خواهیم.
ar | عذر می‌خواهیم. اگر عکس را بفرستید، کالا را تعویض می‌کنیم.
af | عذر می‌خواهم که وقتتان را گرفتیم و شما را منتظر گذاشتیم.
afr | I am sorry that your chair came broken. A new one leaves our warehouse today, at no cost.
afr | We apologise for the delay; we have refunded the delivery charge.
av | We apologise for any inconvenience.
av | Sorry for the inconvenience.
a | I'm so sorry!
ac | I am sorry if you were upset.
ac | We are sorry that you feel this way.
ac | If anyone was offended, we apologise.
ac | If this caused you trouble, I am sorry.
acv | We apologise if there was any inconvenience.
afr | I am sorry we charged you twice. Your money is refunded today.
af | My colleague was rude to you on the phone, and I apologise.
af | I apologise: we did not call you back as we had promised.
afr | You were right, we sent the wrong table. I am sorry. We will send you the right one and give you a voucher.
af | Sorry, we forgot the screws.
af | We are sorry about the damaged box but we cannot refund it.
ar | Sorry! If you send us a photo, we will replace it.
 | I am sorry to hear that you were ill.
 | There is no need to apologise.
 | You never apologised for it.
 | Sorry, which order do you mean?
 | Unfortunately we do not sell that table.
f | Your parcel is late because of the snow.
r | We have refunded your order.
 | > I am sorry for the delay.
 | I do not feel sorry for him.
a | Please accept our apologies.
a | Please forgive us.
af | Please forgive us for keeping quiet: your order was lost.
afr | We regret our error and will make it right.
af | Our apologies for the long wait on the phone.
 | Thank you for your order, have a nice day.
af | I am sorry for what you heard in our shop.
afr | Your number is off the list, and I am sorry that STOP failed. The fee is on its way back.
af | I am sorry you had to write twice.
a | I am sorry about that.
a | Sorry for everything.
af | ببخشید که وقتتان پای تلفن رفت.
af | شرمنده‌ایم که خرید را برایتان سخت کرده‌ایم.
afr | عذر می‌خواهیم که لغو کار نکرده بود؛ مبلغ به حسابتان برگشت.
af | بابت آن‌چه در فروشگاه شنیدید عذر می‌خواهیم.
a | متأسفیم که این‌طور شد.
a | بابت این موضوع عذر می‌خواهیم.
ar | ببخشید. یک بستهٔ کامل پیچ امروز می‌فرستیم.
"""
ROWS = [line.partition("|")[::2] for line in TABLE.strip("\n").splitlines()]


def holds(reading):
    found = {"a": reading.apology, "f": reading.fault, "r": reading.remedy, "c": reading.condition, "v": reading.vague}
    return "".join(letter for letter, words in found.items() if words)


@pytest.mark.practice("P12")
@pytest.mark.parametrize("expected, text", ROWS, ids=[text.strip()[:60] for _expected, text in ROWS])
def test_an_apology_is_read_for_what_it_holds(expected, text):
    assert holds(reading_of_apology(text.strip())) == expected.strip()


@pytest.mark.practice("P12")
@pytest.mark.parametrize("expected, text", ROWS, ids=[text.strip()[:60] for _expected, text in ROWS])
def test_whether_it_apologises_at_all(expected, text):
    assert apologises(text.strip()) == ("a" in expected)


@pytest.mark.practice("P12")
def test_what_was_said_before_is_counted():
    letter = "Dear Anna, we apologise for the delay of your order. We will do everything to avoid this in future. Kind regards, Sara"
    again = "Dear Peter, we apologise for the delay of your order. We will do everything to avoid this in future. Kind regards, Reza"
    own = "Peter, I let your chair stand in the corridor for a week while you waited for it. I am ashamed, and I am sorry."
    readings = [reading_of_apology(text, [letter]).earlier for text in (again, own, letter)]
    assert [round(share, 2) for share in readings] == [0.86, 0.0, 1.0]


@pytest.mark.practice("P12")
@pytest.mark.parametrize(
    "text, advice",
    [
        ("We apologise for the delay; we have refunded the delivery charge.", []),
        ("Thank you for your order.", []),
        ("I am sorry if you were upset.", [
            "It does not say what went wrong. Name it, as the customer would.", "It does not say what is done to put it right.",
            "An “if” takes the apology back: it did happen.",
        ]),
        ("Sorry, we forgot the screws.", ["It does not say what is done to put it right."]),
    ],
)  # fmt: skip
def test_advice_says_what_is_missing(text, advice):
    with translation.override("en"):
        assert advice_on(reading_of_apology(text)) == advice


def test_a_letter_that_was_sent_before_is_advised_to_be_written_anew():
    letter = "We apologise for the delay of your order; we have refunded the delivery charge."
    with translation.override("en"):
        assert advice_on(reading_of_apology(letter, [letter])) == ["Most of it appeared in earlier letters. Write it for this customer."]


def test_an_apology_twice_as_long_costs_twice_the_work():
    text = "سلام خانم کریمی، از تأخیر پیش‌آمده پوزش می‌خواهیم. صندلی شما دیروز از انبار بیرون آمد و تا فردا ظهر به دستتان می‌رسد. مبلغ ارسال را هم برمی‌گردانیم. " * 5
    reading_of_apology(text)
    once, twice = calls_of(lambda: reading_of_apology(text)), calls_of(lambda: reading_of_apology(text * 2))
    assert once < 550
    assert twice < 2.2 * once
