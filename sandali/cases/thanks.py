"""Whether a message says thanks and nothing else, in Persian or English. In doubt it says more: a case wakes rather than sleeps on."""

from __future__ import annotations

import re
from functools import lru_cache

from sandali.kit.text import fold

LONGEST = 240  # characters; whoever writes more has something to say
ASKS = re.compile(r"[?؟⸮;]|\d|[@#]|https?:|www\.|[$€£﷼%٪]")
# Pictures that say nothing but kindness. Any other, as a thumb that points down, is not understood.
KIND = frozenset("🙏🌹🌷🌸🌺💐❤♥💚💙🧡💛💜🤍😊🙂😀😃😄😁☺🤗👍👌💯✨⭐🌟🎉😍🥰👏🤝🙌")
MARKS = re.compile(r"[\U0001F300-\U0001FAFF☀-⟿⌚-⏿⭐]")
SKIN = re.compile(r"[\U0001F3FB-\U0001F3FF\uFE0F\u200D]")
FACES = re.compile(r"(?<!\w)(?:[:;]-?[)D]|<3|\^_\^)(?!\w)")

# At least one of these is said, …
THANKS_FA = """
ممنون|ممنونم|ممنونیم|خیلی ممنون|ممنون از شما|ممنونم از شما|ممنون ازتون|ممنونم ازتون|متشکر|متشکرم|متشکریم|مچکرم|مچکر|مرسی|میسی|سپاس|سپاسگزارم|سپاسگزار|
سپاسگزاریم|سپاسگذارم|سپاسگذار|سپاس گزارم|سپاس از شما|تشکر|با تشکر|باتشکر|تشکر میکنم|تشکر می کنم|تشکر می کنیم|تشکر میکنیم|با سپاس|تشکر از شما|
قدردانی میکنم|قدردانی می کنم|قدردانم|دستتون درد نکنه|دستت درد نکنه|دست شما درد نکند|دست شما درد نکنه|دستتان درد نکند|دمتون گرم|دمت گرم|دم شما گرم|
خدا خیرتون بده|خدا خیرتان بدهد|لطف کردید|لطف کردین|زحمت کشیدید|زحمت کشیدین|محبت کردید|لطف دارید|تنکس|تنکیو
"""
THANKS_EN = """
thanks|thank you|thank u|thankyou|thank ya|thx|thnx|thanx|tnx|tks|ty|tysm|cheers|much appreciated|appreciated|i appreciate it|i appreciate that|
really appreciate it|appreciate it|many thanks|thanks a lot|thanks a million|thanks a bunch|grateful|i am grateful|i m grateful|
we appreciate it|i really appreciate it|thank you all|thanks all|thanks everyone|merci
"""
# … and the rest is greeting, degree, what the thanks are for, and farewell.
BESIDE_FA = """
سلام|سلام و احترام|سلام علیکم|درود|درود بر شما|وقت بخیر|وقت به خیر|وقتتون بخیر|روز بخیر|روزتون بخیر|شب بخیر|صبح بخیر|عصر بخیر|خیلی|خیلی خیلی|بسیار|بی نهایت|بینهایت|
واقعا|فراوان|یک دنیا|یه دنیا|هزاران|صمیمانه|و|از|شما|ازتون|از شما|از لطف شما|از لطفتون|از لطفتان|از پیگیری شما|از پیگیریتون|از پیگیریتان|از پیگیری خوبتون|از پیگیری|پیگیری شما|بابت پیگیری|
بابت پیگیری شما|بابت پیگیریتون|از راهنمایی شما|از راهنماییتون|از راهنماییتان|بابت راهنمایی|بابت راهنماییتون|بابت راهنمایی شما|از پاسخ شما|از پاسختون|از پاسخگویی شما|
از پاسخ سریع شما|از پاسخگویی سریع شما|بابت پاسخ|بابت پاسخگویی|بابت پاسخ سریع|بابت پاسخ سریع شما|از زحمات شما|از زحماتتون|از زحماتتان|بابت زحمات شما|از کمک شما|از کمکتون|از کمکتان|بابت کمک|بابت کمکتون|
از توجه شما|از توجهتون|بابت توجه شما|از همکاری شما|از همکاریتون|از وقتی که گذاشتید|از شما و همکارانتون|از شما و همکاران محترم|از همه|همه|همگی|از محبت شما|از محبتتون|لطفتون|لطف شما|محبت شما|
عالی|عالیه|عالی بود|خسته نباشید|خسته نباشین|خدا قوت|موفق باشید|موفق باشین|موفق و پیروز باشید|موید باشید|سلامت باشید|سلامت باشین|پاینده باشید|زنده باشید|پیروز باشید|سربلند باشید|
شاد باشید|خدانگهدار|خداحافظ|روز خوش|روزتون خوش|روز خوبی داشته باشید|شب خوبی داشته باشید|با احترام|ارادتمند|جناب|آقای|خانم|سرکار|محترم|عزیز|گرامی|دوست|دوستان|همکار|قربان شما|قربونتون|فدای شما|چشم
"""
BESIDE_EN = """
hi|hello|hey|dear|good morning|good afternoon|good evening|team|all|everyone|sir|madam|folks|guys|mr|mrs|ms|so much|very much|a lot|a ton|a bunch|again|
once again|indeed|very|really|truly|kindly|i|we|you|and|oh|wow|great|perfect|awesome|wonderful|excellent|lovely|amazing|brilliant|super|for everything|for all|your help|your time|your support|your patience|for all your help|for your help|for the help|for helping|for helping me|
for helping us|for helping me out|for all of your help|for your kind help|for your quick help|for your support|for the support|for your great support|for your time|for your patience|for your kindness|for your assistance|for the assistance|for your effort|for your efforts|for the reply|for your reply|for replying|
for the quick reply|for your quick reply|for the fast reply|for your prompt reply|for the prompt reply|for the response|for your response|for the quick response|for your quick response|for the prompt response|
for the fast response|for your prompt response|for getting back to me|for the information|for the info|for your attention|for the update|for the clarification|for your service|for letting me know|for letting us know|for your answer|for the answer|for the quick answer|
have a nice day|have a great day|have a good day|have a lovely day|have a good one|have a nice weekend|have a great weekend|have a good weekend|take care|bye|best|best regards|kind regards|regards|warm regards|sincerely|
best wishes|all the best|with kind regards|yours|yours sincerely|it was very kind of you|very kind of you|that is very kind|that s very kind|you re the best|you are the best|you rock|you re great|you are great|xx|xoxo
"""


def phrases(*lists: str) -> frozenset[tuple[str, ...]]:
    """Phrases of lists divided by "|", as folded words."""
    return frozenset(tuple(fold(one).split()) for words in lists for one in words.replace("\n", "").split("|") if one.strip())


THANKS, BESIDE = phrases(THANKS_FA, THANKS_EN), phrases(BESIDE_FA, BESIDE_EN)
LONGEST_PHRASE = max(map(len, THANKS | BESIDE))


def only_thanks(text: str, *, names: tuple[str, ...] = ()) -> bool:
    """Whether `text` is thanks and politeness through and through. `names` are words that say who signs: the customer's name."""
    if not text.strip() or len(text) > LONGEST:
        return False
    text = FACES.sub(" ", SKIN.sub("", text))
    if ASKS.search(text) or any(mark not in KIND for mark in MARKS.findall(text)):
        return False
    words = unstretched(fold(text)).split()
    known = frozenset(word for name in names for word in fold(name).split())
    return bool(words) and thanks_through(tuple(words), known)


def unstretched(text: str) -> str:
    """«مرسییییی» and "thanksss" as they are usually written, and «پیگیری تون» in one word."""
    return re.sub(r" (تون|تان|تو)(?= |$)", r"\1", re.sub(r"(\w)\1{2,}", r"\1", text))


@lru_cache(maxsize=256)
def thanks_through(words: tuple[str, ...], names: frozenset[str]) -> bool:
    """Whether phrases that are known cover all words, one of thanks among them. The longest phrase goes first."""
    at, thanked = 0, False
    while at < len(words):
        taken = 0
        for size in range(min(LONGEST_PHRASE, len(words) - at), 0, -1):
            phrase = words[at : at + size]
            if phrase in THANKS or phrase in BESIDE:
                taken, thanked = size, thanked or phrase in THANKS
                break
        if not taken and words[at] in names and (thanked or at == 0):
            taken = 1
        if not taken:
            return False
        at += taken
    return thanked
