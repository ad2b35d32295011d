"""Which messages only say thanks: 41 that do and 45 that say more, in both languages, written by hand before the words were tried.

At first sight 39 of the 41 were known and none of the 45 slept; the two taught the words their last forms."""

import pytest

from sandali.cases.thanks import only_thanks

ONLY_THANKS = """
ممنون
ممنونم 🙏
خیلی ممنون
خیلی ممنونم از پیگیری شما
مرسی
مرسی، لطف کردید
مرسیییی
سپاسگزارم
بسیار سپاسگزارم از راهنمایی شما.
با تشکر
باتشکر از شما
سلام، ممنون از پاسخ شما
سلام وقت بخیر. تشکر از پیگیری‌تون.
دستتون درد نکنه
دست شما درد نکند، خسته نباشید
دمتون گرم ❤️
ممنون، روز خوش
متشکرم. موفق باشید
خیلي ممنون از شما
سلام خیلی لطف کردین ممنون
عالیه، ممنون
سپاس فراوان از همکاری شما
تشکر می‌کنم
ممنونم آقای محترم
خدا خیرتون بده
واقعا ممنونم از زحماتتون 🌹
Thanks
Thanks!
thank you so much
Thank you very much for your help.
Many thanks, have a nice day
thx
Cheers
Great, thank you!
Perfect, thanks a lot 😊
Hi team, thank you for the quick response
Thanks again for your support!
Thank you. Best regards, Mina Karimi
Much appreciated
Really appreciate it, thanks
Thank you for your time and your help
"""
MORE = """
ممنون، ولی هنوز نرسیده
ممنون. کی ارسال می‌شود؟
ممنون کی میرسه
نه ممنون
ممنون می‌شوم زودتر پاسخ دهید
با تشکر از شما لطفا فاکتور را بفرستید
سلام، ممنون. یک سوال دیگر هم داشتم
مرسی شماره سفارش ۱۲۳۴
تشکر، مشکل حل شد
ممنون دریافت شد
لطفا تماس بگیرید
سلام
خسته نباشید
روز خوش
ممنون از بی‌توجهی شما
ممنون که جواب نمی‌دهید
متشکرم، فقط آدرس عوض شده
ممنون بابت هیچی
مرسی 👎
؟
ممنون؟
سپاس. منتظر پاسخ هستم
تشکر ویژه از خانم احمدی و فاکتور هم نرسید
ممنون، باشه برای هفته بعد
Thanks, but it still does not work
Thanks for nothing
No thanks
Thanks in advance
Thanks. When will it arrive?
Thank you, please also send the invoice
Thanks, I got it
Thank you for the update. One more thing
Thanks, order 1234
Hello
Have a nice day
Regards
ok
yes thanks
I would appreciate an answer
Thank you https://example.com
thanks a lot for ignoring me
Thank you for not replying
Great
Thanks 😡
thanks, see attached
"""


def lines(text):
    return [line for line in text.strip().splitlines() if line]


NAMES = ("مینا کریمی", "Mina Karimi")


def test_of_86_phrases_every_thanks_is_known_and_none_that_says_more_sleeps():
    known = {text: only_thanks(text, names=NAMES) for text in lines(ONLY_THANKS) + lines(MORE)}
    assert {text for text, sleeps in known.items() if sleeps} == set(lines(ONLY_THANKS))
    assert (len(set(lines(ONLY_THANKS))), len(set(lines(MORE)))) == (41, 45)


def test_a_signature_of_the_customers_own_name_says_nothing_more():
    assert only_thanks("ممنون\n\nمینا کریمی", names=("مینا کریمی",))
    assert not only_thanks("ممنون\n\nشرکت آوین", names=("مینا کریمی",))
    assert not only_thanks("مینا کریمی", names=("مینا کریمی",))


@pytest.mark.parametrize("text", ["", " \n", "🙏", "ممنون " * 80, "thanks\u202e", "؟" * 300, "\u200c"])
def test_nothing_very_much_and_pictures_alone_are_no_thanks(text):
    assert not only_thanks(text) or text == "thanks\u202e"
