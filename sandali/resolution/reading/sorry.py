"""What an apology holds: the fault by its name, a remedy, an "if" that takes it back, and how much of it was said before.

It advises whoever writes and forbids nothing: it knows words, not hearts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sandali.resolution.reading.likeness import shared
from sandali.resolution.reading.phrases.plain import Sentence, plain

SAID_BEFORE = 0.6  # of its words in earlier letters: from here on it reads like a form

_APOLOGY = re.compile(
    r"(?<!\w)(?:عذر ?خواهی(?! (?:نکرد|کردید|کردین|نمی ?کنید|هم نکرد|نکردید|لازم نیست|نمی ?خواه))|عذر ?خواه(?:م|یم)|عذر می ?خواه\w+|عذر می ?خوا\w+|معذرت(?! خواهی نکرد)|پوزش|ببخشید|ببخشین|ببخشایید|شرمنده ?(?:ایم|ام|م|تون|تان)?|متاسف(?:م|یم| هستم| هستیم| شدیم| شدم)|حلالمان کنید|ما را ببخشید|"
    r"(?<!not )(?<!feel )(?<!be )(?<!felt )sorry(?! to (?:hear|learn|read|see)(?! from)| state| for him| for her)|apolog(?:ise|ize|ies|y)(?! (?:from you|was not|is not needed))|forgive (?:us|me)|regret (?:that|the|our|this|very|deeply|what)|my bad)(?!\w)"
)
_NOT_OURS = re.compile(r"(?<!\w)(?:no need to|don't have to|do not have to|need not|you (?:should|never|did|must|could)|نیازی به|لازم نیست|they (?:never|did)|نکردید|نکردین|he never|she never)(?!\w)")
_FAULT = re.compile(
    r"(?<!\w)(?:تاخیر\w*|دیرکرد|دیر (?:رسید|شد|فرستاد|پاسخ|جواب|کرد)\w*|دیر به|شکست\w*|خراب\w*|معیوب|ایراد داشت|گم (?:شد|کرد)\w*|اشتباه(?:ی)? (?:فرستاد|ارسال|ثبت|بسته|کسر|حساب|گفت|راهنمایی|نوشت|ما|من|در)\w*|ناقص|جا (?:ماند|مانده|گذاشت|موند)\w*|فراموش (?:کرد|شد)\w*|"
    r"نفرستاد\w*|پاسخ نداد\w*|جواب نداد\w*|پیگیری نکرد\w*|خبر نداد\w*|کوتاهی|بد ?قولی|خلف وعده|عمل نکرد\w*|قول(?:ی|مان|مون)? (?:که|را|رو)|بی ?احترامی|رفتار (?:نامناسب|بد|تند|همکار)\w*|برخورد (?:نامناسب|بد|تند|همکار)\w*|دو بار (?:کسر|کم|برداشت|پرداخت|گرفت)\w*|اضافه (?:کسر|گرفت|دریافت|حساب)\w*|منتظر (?:ماند|گذاشت)\w*|معطل\w*|انتظار طولانی|قطع(?:ی)? (?:شد|سامانه|سایت)\w*|از کار افتاد\w*|وعده\w* (?:نادرست|دروغ|ندا)\w*|اطلاعات (?:غلط|نادرست|اشتباه)|کالای (?:اشتباه|دیگری)|"
    r"delay\w*|late(?:ness)?|too long|wrong (?:\w+)|broken|damaged|defective|faulty|missing|lost|forgot(?:ten)?|failed to|did(?:n't| not)|should(?:n't| not)? have|charged (?:twice|you)|double charge|overcharged|mischarged|our error|the error|error in|rude\w*|impolite|ignored|overlooked|broke (?:our|my) (?:promise|word)|misinformed|misled|kept you waiting|(?:long |your )wait\b|waited|mix(?:ed|-up|up)\w*|never (?:called|replied|answered|sent|came)|(?:the )?outage|unanswered|incorrect\w*|out of stock|cancel(?:led|ed) your|scratch\w*|torn|leak\w*)(?!\w)"
)
# What stands behind "sorry for …", «بابت … عذر می‌خواهیم», «ببخشید که …» names the fault, unless it is a word for anything.
_NOTHING = r"(?:any|the (?:inconvenience|trouble|matter|situation)|this|that|it|your (?:inconvenience|trouble|experience)|what happened|everything|all|you|if|in|me|us|our|my)(?!\w)"
_NOTHING_FA = r"(?:هر(?: ?گونه)?|مشکل\w*|ناراحتی\w*|موضوع|مسئله|وضعیت|اتفاق|آن(?! چه)|همه|زحمت\w*|این (?:موضوع|مسئله|اتفاق|مشکل|ناراحتی|وضعیت|طور|گونه)|این طور|این گونه|چنین|اگر|اگه|دیگر|دیگه|ما|شما)(?!\w)"
_FAULT_BEHIND = re.compile(
    rf"(?<!\w)(?:sorry|apolog(?:ise|ize|ies|y)) (?:for|about|that) (?!{_NOTHING})(?:[\w']+ ?){{2,8}}|(?<!\w)sorry (?:that )?(?:it|this|you|your|we|our|i|my) (?!feel|felt|were upset|are upset)(?:[\w']+ ?){{2,8}}|"
    rf"(?<!\w)(?:بابت|برای|به خاطر|از بابت) (?!{_NOTHING_FA})(?:\w+ ){{1,10}}?(?=(?:عذر|معذرت|پوزش|شرمنده|متاسف))|(?<!\w)(?:ببخشید|ببخشین|شرمنده ?(?:ایم|ام|م)?|متاسف(?:م|یم)|عذر می ?خواه\w+|پوزش می ?خواه\w+) که (?!{_NOTHING_FA})(?:\w+ ?){{2,8}}|(?<!\w)از این ?که (?:\w+ ){{2,10}}?(?=(?:عذر|معذرت|پوزش|شرمنده|متاسف))"
)
_VAGUE = re.compile(r"(?<!\w)(?:any (?:inconvenience|trouble|distress|misunderstanding|problems?)|(?:the|this|your|some) inconvenience|هر ?گونه (?:ناراحتی|مشکل|نارضایتی|سوء ?تفاهم)\w*|(?:ناراحتی|مشکل|مشکلات|مشکلی|مسئله|وضعیت|اتفاق) پیش ?آمده|مشکل به وجود ?آمده|ناراحتی احتمالی)(?!\w)")
_REMEDY = re.compile(
    r"(?<!\w)(?:برمی ?گردان\w+|برگردان(?:د|ده)\w*|باز ?می ?گردان\w+|بازگردان\w*|عودت|تعویض|جایگزین\w*|تعمیر\w*|هدیه|تخفیف|کد تخفیف|جبران|رایگان|بدون هزینه|به هزینه ما|واریز (?:می|شد|کرد|خواه)\w*|اصلاح (?:می|شد|کرد|خواه)\w*|درست(?:ش)? می ?کن\w+|(?:دوباره|تازه|نو|جدید|دیگری)(?: را| رو| هم)?(?: \w+){0,4} (?:می ?فرست\w+|فرستادیم|ارسال)|پس می ?ده\w+|اعتبار (?:هدیه|به حساب)|شارژ (?:می|کرد|شد)\w*|"
    r"می ?فرست(?:م|یم)|(?:حساب|کارت)(?:تان|تون|ش|شان)? (?:برگشت|نشست)\w*|on its way back|(?:is|are|comes?) back to (?:you|your)|in credit|with you (?:on|by|today|tomorrow)|reach(?:es)? you|refund\w*|replac(?:e|ed|ing|ement)\w*|new (?:one|chair|\w+) (?:is|will|leaves|goes|went|today)|send(?:ing)? (?:you )?(?:a|another|the) (?:new|right|correct|replacement|missing)\w*|credit(?:ed|ing)?|voucher|discount\w*|repair\w*|gift|free of charge|for free|at no (?:cost|charge)|at our (?:cost|expense)|compensat\w*|put (?:it|this|things) right|make (?:it|this) (?:right|up)|money back|waive\w*|correct(?:ed|ing) (?:the|your|it)|fix(?:ed|ing)?(?: it| this)?|on us)(?!\w)"
)
_NO_REMEDY = re.compile(r"(?<!\w)(?:can ?not|can't|unable|not possible|won't|will not|no refund|not (?:entitled|eligible|offer)|refuse|نمی ?توان\w*|نمی ?ش\w+|امکان\w*(?: \w+){0,3} (?:ندارد|نیست|پذیر نیست)|مقدور نیست|نداریم|متاسفانه امکان)(?!\w)")
_CONDITION = re.compile(
    r"(?:sorry|apologi[sz]e|apologies|regret)(?: \w+){0,2} (?:if|in case|that you (?:feel|felt|think)|you (?:feel|felt) (?:that|this|like|you|we))(?!\w)|"
    r"(?<!\w)(?:if|should) (?:you|this|that|it|any|we|our|there|i|anything|anyone|something)(?: [\w']+){0,9} (?:sorry|apologi[sz]e|apologies|forgive)(?!\w)|"
    r"(?<!\w)(?:اگر|اگه|چنانچه|در صورتی ?که|هر ?گاه)(?: \w+){0,12} (?:عذر|معذرت|پوزش|ببخشید|شرمنده|متاسف)|"
    r"(?:عذر ?خواه\w*|عذر می ?خوا\w+|معذرت\w*|پوزش|ببخشید|شرمنده\w*|متاسف\w*)(?: \w+){0,4} (?:اگر|اگه|چنانچه|در صورتی ?که)(?: \w+){0,8} (?:ناراحت|رنج|دلخور|آزرده|مشکلی|باعث|موجب|سوء ?تفاهم|کوتاهی|اشتباهی|احساس|ناراضی|بوده|شده|شدید|داشته)"
)
_MARKS = re.compile(r"[،,:()]")


@dataclass(frozen=True, slots=True)
class ApologyReading:
    """What was found in a text, each as the words that say it (empty: not found). `vague` are words that stand where a fault
    should. `earlier` is the share (0 to 1) of the whole text's words that stand in earlier letters."""

    apology: tuple[str, ...]
    fault: tuple[str, ...]
    remedy: tuple[str, ...]
    condition: tuple[str, ...]
    vague: tuple[str, ...]
    earlier: float

    @property
    def apologises(self) -> bool:
        """Whether it says sorry at all; without that the rest means nothing."""
        return bool(self.apology)


def apologises(text: str) -> bool:
    """Whether somebody of us says sorry in `text` (what it quotes aside)."""
    return any(_said(sentence) for sentence in plain(text).sentences())


def reading_of_apology(text: str, earlier: Iterable[str] = ()) -> ApologyReading:
    """What the apology in `text` holds; `earlier` are letters that were sent before, to this customer or to others."""
    found: dict[str, list[str]] = {"apology": [], "fault": [], "remedy": [], "condition": [], "vague": []}
    for sentence in plain(text).sentences():
        if sentence.asks and not _APOLOGY.search(sentence.text):
            continue
        flat = _MARKS.sub(" ", sentence.text)
        flat = " ".join(flat.split())
        said = _said(sentence)
        found["apology"] += said
        found["condition"] += _words(_CONDITION, flat) if said else []
        found["vague"] += _words(_VAGUE, flat)
        found["fault"] += _words(_FAULT, flat) or (_words(_FAULT_BEHIND, flat) if said and not _CONDITION.search(flat) else [])
        found["remedy"] += [] if _NO_REMEDY.search(flat) else _words(_REMEDY, flat)
    kept = {name: tuple(dict.fromkeys(words)) for name, words in found.items()}
    return ApologyReading(**kept, earlier=shared(text, earlier) if kept["apology"] else 0.0)


def _said(sentence: Sentence) -> list[str]:
    """Words of apology of a sentence; «ببخشید، کدام سفارش؟» only asks for attention."""
    if _NOT_OURS.search(sentence.text) or (sentence.asks and len(sentence.text.split()) < 12):
        return []
    return _words(_APOLOGY, sentence.text)


def _words(pattern: re.Pattern[str], text: str) -> list[str]:
    return [found[0].strip() for found in pattern.finditer(text)]


def advice_on(reading: ApologyReading) -> list[str]:
    """What would make the apology better, a sentence each; empty when nothing is missing or nobody apologises."""
    if not reading.apologises:
        return []
    found = []
    if not reading.fault:
        found.append(_("It does not say what went wrong. Name it, as the customer would."))
    if not reading.remedy:
        found.append(_("It does not say what is done to put it right."))
    if reading.condition:
        found.append(_("An “if” takes the apology back: it did happen."))
    if reading.earlier >= SAID_BEFORE:
        found.append(_("Most of it appeared in earlier letters. Write it for this customer."))
    return found
