"""A customer's answer in words to "is it solved for you?": replies of many tongues and moods, written before they were tried.

At first sight 242 of 246 were understood so, and no reply was taken for a yes that is none. Of 67 more, written later, 4 bare words
like «بله مشکل» were: they stand among the unsure now."""

from collections import Counter

import pytest
from django.utils import translation

from sandali.resolution.reading.answers import Answer, read_answer, reason_of

YES = """
بله حل شد ممنون
بله، حل شد. ممنون از پیگیری شما.
بله
بلی
آره
آره حله
حله
حله، دمتون گرم
درست شد دستتون درد نکنه
مشکل حل شد 🙏
مشکلم برطرف شد، سپاسگزارم
بله مشکل من به طور کامل حل شد، خیلی ممنون
سلام، بله مشکل برطرف شده است. با تشکر
سلام وقت بخیر، خوشبختانه حل شد
خدا رو شکر درست شد، مرسی
بله کاملا
بله دقیقاً، ممنون
الان کار می‌کنه، مرسی
الان درست کار می‌کند. سپاس
همه چی درست شد ممنونم ❤️
همه‌چیز مرتبه، دستتون درد نکنه
همه چیز خوب است
همه‌چیز عالیه، ممنون
بله همه چیز روبه‌راه است
دیگه مشکلی ندارم، ممنون
دیگر مشکلی نیست. متشکرم
نه دیگه مشکلی نیست، ممنون
اوکی شد مرسی
اوکیه ممنون
رفع شد. تشکر
مشکل رفع گردید، با سپاس
بالاخره حل شد، ممنون از صبر و پیگیری شما
راضی هستم، ممنونم
مشکلم رو حل کردید، خدا خیرتون بده
حل شددد مرسییی
بله حل شد ✅
آره درست شد ممنون، مینا کریمی
حل شد. خسته نباشید
ردیفه، دمتون گرم
Yes
yes, thanks
Yes, thank you very much!
Yes it is, thanks
Yes, it's solved. Thank you for your help.
all good now, thanks
All good!
It works now, thank you
works perfectly now, thanks a lot
It's working now. Cheers!
Solved, thanks
Problem solved. Thank you!
The issue is resolved, thank you.
Fixed now, thanks again
Everything is fine now, many thanks
That worked, thank you
That did the trick, cheers
Yep, all sorted
yeah all good
Yes, everything works now. Best regards, Mina
No more problems, thank you
Solved, you can close the case, thanks
It has been resolved. Kind regards
Yesss thank you 😊
Hi, yes it works fine now. Have a nice day
Finally fixed, thank you
با سلام و احترام، بله موضوع حل شده است. سپاس
آره مرسی، دیگه کار میکنه
It is fine now thanks
تأیید می‌کنم که درست شد. سپاس
عالی، مشکلی نمونده، ممنون
"""

NOT_YET = """
نه هنوز همون مشکل رو دارم
نه
خیر
نخیر
نه متأسفانه
خیر، حل نشده است
هنوز نه
هنوز حل نشده
هنوز درست نشده
مرسی ولی هنوز پولم برنگشته
ممنون از پیگیری اما هنوز بسته به دستم نرسیده
حل نشد
درست نشد
مشکل همچنان پابرجاست
همچنان همان خطا را می‌دهد
باز هم همون مشکل
دوباره خراب شد
کار نمی‌کنه هنوز
کار نمی‌کند
بله دیدم، ولی کار نمی‌کنه
نه، پولی واریز نشده
واریز نشد
خبری نشد
هنوز منتظرم
بله هنوز منتظرم
نرسیده
هنوز به دستم نرسیده است. لطفاً پیگیری کنید
سلام، متاسفانه مشکلم سر جاشه
همون آش و همون کاسه
هیچی درست نشده
بدتر شد
جواب نمیده
نه نشد، همون خطا میاد
خیر هنوز مشکل دارم
متاسفانه خیر
پیگیری نشد
no
No, not yet
not yet
Nope
Not solved
Still the same problem
It is still broken
It's still not working
it doesn't work
It does not work.
Unfortunately not, it still fails
Unfortunately it isn't fixed
The refund hasn't arrived
I have not received anything
Thanks, but it still doesn't work
Thank you but the parcel never arrived
Same issue again
It broke again
It happened again yesterday
No, the problem is still there
nothing has changed, still waiting
I am still waiting for my money
no luck
It got worse
Sorry, no
Yes, but it still crashes
The chair is not fixed
It keeps failing
Didn't work
نه بابا هنوز که هنوزه نیومده
خیر مشکل حل نگردیده
The same thing happened again
Do not close it
Don't close the case
"""

UNSURE = """
ممنون
مرسی از شما
باشه
چشم
اوکی
👍
🙏
Thanks
Thank you!
ok
okay
Great
Perfect
فعلاً بله
فعلا خوبه
تقریبا حل شد
بیشترش حل شد
بله ولی یک سؤال دیگه دارم
بله لطفاً
yes please
حل شد ولی یه مشکل دیگه پیش اومد
حل شد ولی دوباره خراب شد
works but now another issue
It works, but the colour is wrong
Yes and no
yes, partly
Partially
I think so
I guess
hopefully
maybe
شاید
فکر کنم
فکر کنم درست شد
نمی‌دونم
مطمئن نیستم
هنوز تست نکردم
هنوز وقت نکردم امتحان کنم
Haven't tested it yet
I haven't had time to check
I will check tomorrow
فردا امتحان می‌کنم خبر میدم
اگه حل شد خبر میدم
آیا حل شده؟
حل شد؟
Is it solved?
Has it been fixed?
Yes?
بله؟
آره جون خودتون
بله، بعد از سه ماه
بله بعد از ۳ ماه بالاخره!
حل شد، ولی با چه بدبختی
دستتون درد نکنه واقعا که
چه عجب، حل شد!!
Oh great, solved. After four weeks.
Yeah right
yes, sure, "solved"
Solved... my foot
Yes, no thanks to you
Solved it myself, no thanks to you
خودم درستش کردم
بسته رسید
بسته به دستم رسید ولی شکسته بود
رسید، ممنون
پول واریز شد
I got the parcel
زنگ بزنید
با من تماس بگیرید
Call me
شماره سفارشم ۱۲۳۴۵ است
12345
بله 👎
yes 🙄
حل شد 😒
تا حدی
پنجاه درصد
It worked yesterday, today I do not know
می‌خواهم با مدیرتان صحبت کنم
I want my money back
لغوش کنید
پرونده را نبندید
I do not understand your question
یک مشکل دیگر هم دارم
One more question
بله، راستی فاکتور هم می‌خواستم
Yes, by the way I need an invoice
yes I have another question
هر جور صلاح می‌دونید
مهم نیست
Never mind
Forget it
بیخیال
ولش کنید
Please close the case
You can close it, thanks
ok close it
مشکلی نیست، صبر می‌کنم
No problem, take your time
No worries
سلام
Hello
...
یک
بله خیر
خیر ببینید
عاقبت بخیر بشید
حل شد اما از رفتار همکارتون ناراحتم
It is solved but I am not happy
Yes, solved, although it took far too long
yes solved i will never buy from you again
حل شد، دیگه ازتون خرید نمی‌کنم
حل شده بود، ولی امروز باز قطع شد
الان کار می‌کنه تا ببینیم چی میشه
Works for now
So far so good
هنوز که خوبه
تا الان که مشکلی نبوده
the first part is solved
قسمت اولش حل شد
yes to the first, no to the second
بله مشکل
yes, the issue
yes my problem
بله شنیدم
بله متوجه شدم
Yes, I received your email
Yes please call me
بله آقا چقدر سریع، فقط یک ماه طول کشید
thanks for nothing
great job breaking it again
it works when I restart it
works sometimes
yes if you send the rest
"""


def rows(table):
    return [line.strip() for line in table.strip("\n").splitlines()]


TABLE = [(text, verdict) for table, verdict in ((YES, "yes"), (NOT_YET, "not yet"), (UNSURE, "unsure")) for text in rows(table)]


@pytest.mark.practice("P10")
@pytest.mark.parametrize("text, verdict", TABLE, ids=[text for text, _verdict in TABLE])
def test_a_reply_is_understood(text, verdict):
    assert read_answer(text, names=("مینا کریمی", "Mina")).verdict == verdict


@pytest.mark.practice("P10")
def test_no_reply_of_the_table_is_taken_for_a_yes_that_is_none():
    counted = Counter((verdict, read_answer(text, names=("مینا کریمی", "Mina")).verdict) for text, verdict in TABLE)
    print({f"{told} read as {read}": number for (told, read), number in counted.items()})
    assert {told for told, read in counted if read == "yes"} == {"yes"}


@pytest.mark.practice("P10")
def test_questions_and_sentences_of_others_are_never_a_yes(shared_data):
    questions = (shared_data / "support-queries/banking77-test.csv").read_text("utf-8").splitlines()[1:]
    treebank = (shared_data / "persian-treebank/fa_seraji-ud-dev.conllu").read_text("utf-8").splitlines()
    sentences = [line[9:] for line in treebank if line.startswith("# text = ")]
    assert [text for text in questions + sentences if read_answer(text).verdict == "yes"] == []


@pytest.mark.parametrize(
    "text, answer",
    [
        ("بله حل شد ممنون", Answer("yes", ("بله", "حل شد"), "yes")),
        ("مرسی ولی هنوز پولم برنگشته", Answer("not yet", ("هنوز", "برنگشته"), "not yet")),
        ("حل شد ولی دوباره خراب شد", Answer("unsure", ("دوباره خراب", "حل شد"), "both")),
        ("Yes, but it still crashes", Answer("not yet", ("still",), "not yet")),
        ("Is it solved?", Answer("unsure", (), "question")),
        ("yes 🙄", Answer("unsure", (), "sign")),
        ("yes, by the way I need an invoice", Answer("unsure", ("by", "the", "way", "i", "need", "an"), "more")),
        ("  ", Answer("unsure", (), "nothing")),
        ("Yes, thanks\n\nSent from my phone", Answer("yes", ("yes",), "yes")),
    ],
)
def test_an_answer_names_the_words_it_rests_on(text, answer):
    assert read_answer(text) == answer


def test_a_name_that_signs_is_known_only_when_it_is_the_customers():
    assert [read_answer("بله حل شد. کاوه", names=names).verdict for names in ((), ("کاوه",))] == ["unsure", "yes"]


def test_a_long_reply_is_never_a_sure_yes():
    assert read_answer("بله حل شد ممنون " * 20).verdict == "unsure"


def test_the_reason_is_a_sentence():
    with translation.override("en"):
        assert reason_of(read_answer("It's still broken")) == "The reply says that it is not solved: “still”."
