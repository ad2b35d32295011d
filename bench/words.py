"""Persian and English as customers write it: sentences from word lists, and from the shared corpora where they stand beside us."""

from __future__ import annotations

import csv
import os
from functools import cache
from pathlib import Path
from random import Random

SHARED = Path(os.environ.get("SANDALI_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "data"

FIRST = {
    "fa": "مینا علی زهرا محمد فاطمه رضا سارا حسین نرگس مهدی مریم امیر لیلا کاوه پروانه ناهید امید شیرین بهرام آزاده پویا الهام سعید نسرین "
    "فرهاد سمیه حمید پریسا داریوش مهسا بابک ژاله کیان گلناز یاسمن آرش شهلا منوچهر هما تورج",
    "en": "Anna James Maria John Sophie David Laura Peter Nina Thomas Emma Daniel Clara Paul Julia Mark Helen George Alice Victor",
}
LAST = {
    "fa": "کریمی محمدی حسینی احمدی رضایی موسوی جعفری هاشمی رحیمی ابراهیمی صادقی مرادی قاسمی اکبری نوری کاظمی شریفی یزدانی فرهادی بهرامی "
    "سلطانی امینی طاهری عباسی زمانی نجفی افشار تهرانی شیرازی اصفهانی رستمی خسروی مظفری گودرزی پارسا دهقان باقری توکلی وحیدی ملکی",
    "en": "Smith Jones Brown Taylor Wilson Evans Walker Wright Green Baker Hill Moore Clark Lewis Young King Scott Adams Carter Reed",
}
LATIN = (
    "mina ali zahra mohammad fatemeh reza sara hossein narges mahdi maryam amir leila kaveh nahid omid shirin bahram azadeh pouya "
    "anna james maria john sophie david laura peter nina thomas"
).split()
DOMAINS = "gmail.com yahoo.com outlook.com chmail.ir mihanmail.ir example.ir example.com parsmail.example firma.example".split()
CITIES = "تهران مشهد اصفهان شیراز تبریز کرج قم اهواز کرمانشاه رشت یزد همدان London Berlin Toronto".split()
JOBS = "مدیر خرید|حسابدار|کارشناس فروش|مدیر فنی|مسئول دفتر|Buyer|Accountant|Office manager".split("|")
TAGS = (
    "عمده‌فروش|وفادار|نیازمند پیگیری|شکایت قبلی|تحویل حضوری|قرارداد سالانه|مدرسه|شهرستان|صادرات|گارانتی|VIP|wholesale|press|partner|school|"
    "نمایندگی|تمدید|پرداخت اقساطی|کالای شکستنی|سفارش ویژه"
).split("|")
COMPANY_FIRST = "صنایع بازرگانی تولیدی شرکت گروه پخش فناوری خدمات".split()
COMPANY_LAST = "آریا سپهر البرز نگین پارس کیمیا زاگرس دنا کویر مهر بهار افق ستاره ساحل آفتاب سبلان".split()

ITEMS = {
    "fa": "سفارش|صندلی اداری|میز تحریر|کتابخانه|فاکتور|بسته|کالا|گارانتی|چراغ مطالعه|مبل راحتی|رسید پرداخت|کد تخفیف|حساب کاربری|کمد",
    "en": "order|office chair|desk|bookcase|invoice|parcel|guarantee|reading lamp|armchair|receipt|discount code|account|wardrobe",
}
PLACES = {"fa": "تهران|شیراز|انبار کرج|دفتر مرکزی|شعبهٔ اصفهان", "en": "London|Berlin|the warehouse|the head office|the shop"}
SENTENCES = {
    "fa": """سلام، وقت شما بخیر.
سلام و خسته نباشید خدمت همکاران محترم.
هفتهٔ پیش یک {item} خریدم و هنوز به دستم نرسیده است.
شمارهٔ سفارش من {code} است و از {place} ارسال شده.
لطفاً بررسی کنید که {item} کی تحویل داده می‌شود.
متأسفانه {item} که فرستادید شکسته بود و پایهٔ آن لق می‌زند.
آیا می‌توانم {item} را با رنگ دیگری عوض کنم؟
مبلغ {amount} تومان از حسابم کم شد ولی {item} ثبت نشد.
پیش از این هم دو بار تماس گرفتم و کسی پاسخ روشنی نداد.
از برخورد خوب همکارتان در {place} بسیار سپاسگزارم.
خواهش می‌کنم هر چه زودتر نتیجه را به من خبر بدهید.
برای {item} به فاکتور رسمی با کد اقتصادی نیاز داریم.
کد پیگیری {code} در سایت پست پیدا نمی‌شود.
اگر امکان دارد {item} را به {place} بفرستید، هزینهٔ آن را می‌پردازم.
در سایت نوشته‌اید که ارسال رایگان است، اما {amount} تومان گرفته شد.
من روزهای شنبه تا چهارشنبه بعد از ساعت چهار در خانه هستم.
عکس {item} را پیوست کردم تا بهتر متوجه مشکل بشوید.
ممنون می‌شوم اگر راهنمایی بفرمایید که چه کار باید بکنم.
به نظرم کیفیت {item} نسبت به سال گذشته پایین آمده است.
پیچ‌ها و آچار داخل جعبه نبود و نمی‌توانم {item} را سرهم کنم.
با تشکر و احترام فراوان.
منتظر پاسخ شما هستم.""",
    "en": """Hello, I hope you are well.
Dear team, I have a question about my {item}.
I ordered a {item} last week and it has not arrived yet.
My order number is {code}, and it was sent from {place}.
Could you please tell me when the {item} will be delivered?
Unfortunately the {item} was broken when I opened the box.
Would it be possible to exchange the {item} for another colour?
I was charged {amount} but the {item} never showed up in my account.
I have called twice already and nobody could give me a clear answer.
Thank you very much for the friendly help at {place}.
Please let me know as soon as you have any news.
We need an official invoice with our tax number for the {item}.
The tracking number {code} is not found on the carrier's page.
If possible, please send the {item} to {place} instead.
The screws were missing, so I could not put the {item} together.
I attached a picture so that you can see what I mean.
Many thanks and kind regards.""",
}


@cache
def pool(language: str) -> tuple[str, ...]:
    """Sentences of a language with {slots}: ours five times over, and the shared corpus where it is there."""
    own = tuple(SENTENCES[language].split("\n"))
    return own * max(1, len(corpus(language)) // (2 * len(own))) + corpus(language)


@cache
def corpus(language: str) -> tuple[str, ...]:
    """Sentences that nobody here wrote, read from where they stand and never kept; () without the shared folder."""
    if language == "fa":
        path = SHARED / "persian-treebank" / "fa_seraji-ud-dev.conllu"
        lines = path.read_text("utf-8").splitlines() if path.is_file() else []
        found = [line.removeprefix("# text = ") for line in lines if line.startswith("# text = ")]
    else:
        path = SHARED / "support-queries" / "banking77-test.csv"
        rows = csv.reader(path.read_text("utf-8").splitlines()) if path.is_file() else iter(())
        found = [row[0] for row in rows if row][1:1500]
    return tuple(line for line in found if "{" not in line and "}" not in line)


def sentence(random: Random, language: str) -> str:
    """One sentence with its slots filled."""
    chosen = random.choice(pool(language))
    if "{" not in chosen:
        return chosen
    return chosen.format(
        item=random.choice(choices(ITEMS[language])), place=random.choice(choices(PLACES[language])), code=code(random),
        amount=f"{random.randrange(40, 9000)}000",
    )  # fmt: skip


def code(random: Random) -> str:
    """An order number such as K482913."""
    return f"{random.choice('ABCDFKMNPRSTX')}{random.randrange(10**5, 10**6)}"


@cache
def filled(language: str) -> tuple[str, ...]:
    """Sentences ready to use, always the same: half a million messages are put together from them."""
    random = Random(language)
    return tuple(sentence(random, language) for _ in range(8000))


@cache
def choices(words: str) -> tuple[str, ...]:
    """The alternatives in a list of words."""
    return tuple(words.split("|"))


def message(random: Random, language: str, least: int = 1, most: int = 7) -> str:
    """A message of some sentences in paragraphs, as long as people's mails are."""
    count = random.randint(least, most)
    said = random.choices(filled(language), k=count)
    if count > 4:
        said[-1] += f" ({code(random)})"
    return "\n\n".join(" ".join(said[at : at + 3]) for at in range(0, count, 3))


def person_name(random: Random, language: str) -> str:
    """First and last name."""
    return f"{random.choice(FIRST[language].split())} {random.choice(LAST[language].split())}"


def address(random: Random, number: int) -> str:
    """A mail address that no other number has."""
    return f"{random.choice(LATIN)}.{number}@{random.choice(DOMAINS)}"


def language(random: Random) -> str:
    """Seven of ten write Persian."""
    return "fa" if random.random() < 0.7 else "en"
