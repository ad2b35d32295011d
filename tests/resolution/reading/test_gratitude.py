"""Thanks for having said it, told apart from all other thanks, in both languages."""

import pytest

from sandali.resolution.reading.gratitude import thanks_for_telling
from tests.work import calls_of

# + thanks whoever told us, - does not. Written before they were tried: 69 of 70 rows at first sight, no false find.
TABLE = """
+ | از این‌که موضوع را با ما در میان گذاشتید سپاسگزاریم.
+ | ممنون که گفتید. حق با شماست.
+ | بابت بازخوردتان ممنونیم.
+ | سلام، از پیام شما متشکریم و بابت تأخیر عذر می‌خواهیم.
+ | از شما که وقت گذاشتید و نوشتید سپاسگزارم.
+ | سپاس از صراحت شما.
+ | بابت تذکر به‌جای شما قدردانیم.
+ | خوب شد که گفتید؛ وگرنه ما خبر نداشتیم.
+ | لطف کردید که خبر دادید.
+ | انتقاد شما را می‌پذیریم و از آن سپاسگزاریم.
+ | از نظرات ارزشمندتان تشکر می‌کنیم.
+ | خوشحالیم که این را به ما گفتید.
+ | از اینکه اطلاع دادید ممنونم.
+ | دستتان درد نکند که یادآوری کردید.
+ | بابت گزارش این ایراد از شما ممنونیم.
+ | ممنونیم از اینکه مشکل را مطرح کردید.
+ | از اعتراض شما ممنونیم؛ باعث شد انبار را بازبینی کنیم.
+ | مرسی که خبرمون کردید.
- | از صبر و شکیبایی شما سپاسگزاریم.
- | از خرید شما متشکریم.
- | با تشکر
- | با سپاس، پشتیبانی سیمرغ
- | ممنون می‌شویم شمارهٔ سفارش را بگویید.
- | لطفاً اگر مشکلی بود خبر دهید؛ ممنون.
- | پیشاپیش از همکاری شما سپاسگزاریم.
- | از همراهی شما ممنونیم.
- | سفارش شما ارسال شد. ممنون از شکیبایی‌تان.
- | به نظر ما مشکل از درگاه بانک بوده است.
- | پیام شما رسید.
- | گزارش شما ثبت شد و بررسی می‌کنیم.
- | نوشته بودید: «ممنون که گفتید» ولی کسی نگفت.
- | از درک شما متشکریم.
- | شما از همکار ما تشکر نکردید و این حق شماست.
- | آیا می‌دانید از که باید تشکر کنیم که گفت؟
- | وجه به حساب شما برگشت. تشکر.
- | مبلغ را واریز کردیم و از اعتماد شما سپاسگزاریم.
+ | Thank you for telling us.
+ | Thank you for your honest feedback.
+ | Thanks for letting us know about the broken arm.
+ | We appreciate you taking the time to write.
+ | I am grateful that you brought this to our attention.
+ | Many thanks for pointing that out, you are right.
+ | Your feedback is very welcome.
+ | We are glad you told us.
+ | You did us a favour by writing.
+ | Thank you for your message, and I am sorry.
+ | Thanks for raising this publicly; we deserved it.
+ | Thank you so much for sharing what happened.
+ | We really appreciate the criticism.
+ | I appreciate your frankness.
+ | Thank you for reporting it so clearly.
+ | Thanks to your review we found three more.
- | Thank you for your patience.
- | Thank you for your order.
- | Thanks in advance for sharing the number.
- | We would appreciate it if you let us know.
- | Many thanks,
- | Thank you for your understanding.
- | Thank you for choosing us.
- | Please let us know, thanks.
- | Your order has shipped. Thanks!
- | We would be grateful for your feedback.
- | You wrote: "thank you for telling us".
- | Did you thank them for writing?
- | We did not thank you for your message.
- | The refund is on its way, thank you.
- | Thanks for your payment.
- | Thank you for your quick reply.
- | > Thank you for your feedback
- | Thank you for waiting while we looked into it.
"""
ROWS = [line.partition(" | ")[::2] for line in TABLE.strip().splitlines()]


@pytest.mark.practice("P15")
def test_thanks_for_having_said_it_are_told_from_all_other_thanks():
    false = [text for mark, text in ROWS if mark.strip() == "-" and thanks_for_telling(text)]
    missed = [text for mark, text in ROWS if mark.strip() == "+" and not thanks_for_telling(text)]
    print(f"{len(ROWS)} texts: {len(false)} false finds {false}, {len(missed)} missed {missed}")
    assert (false, missed) == ([], [])


def test_a_letter_twice_as_long_costs_twice_the_work():
    letter = " ".join(text for _mark, text in ROWS) * 20
    once, twice = (calls_of(lambda length=length: thanks_for_telling(letter[:length])) for length in (10_000, 20_000))
    assert once < 18_000
    assert twice < 2.2 * once
