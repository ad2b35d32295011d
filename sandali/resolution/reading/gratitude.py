"""Whether a text of ours thanks a customer for having said it: for the complaint, the review, the honesty. Thanks for patience, for a
purchase or under a letter are no such thanks. In doubt it is none: a person can still say by hand that it was."""

from __future__ import annotations

from typing import Final

from sandali.resolution.reading.phrases.plain import one_line, plain

APART: Final = 110  # characters between the thanks and what they are for
_FUTURE = one_line(
    r"""(?<!\w)(?:in advance|would (?:be (?:very |most )?grateful|appreciate)|will be grateful|grateful if|appreciate it if|thank you if|please
    |پیشاپیش|(?:ممنون|سپاسگزار|متشکر|قدردان)\w* (?:خواهیم|خواهم|می ?ش\w+)|لطفا|اگر|اگه|در صورتی ?که)(?!\w)"""
)
_DENIED = one_line(
    r"""(?<!\w)(?:no need to thank|not (?:need|have) to thank|(?:did|do|does|have|has) (?:not|n't) thank|didn't thank|haven't thanked|never thanked|nobody thanked
    |(?:تشکر|سپاسگزاری|قدردانی) (?:هم )?(?:نکرد|نمی ?کن|لازم نیست|نشد)\w*)"""
)
_TOLD_EN = (
    r"(?:telling|letting us know|let us know|told|tell us|bringing|brought|pointing|pointed|raising|raised|reporting|reported|sharing|shared|writing|wrote|written|"
    r"flagging|flagged|contacting|getting in touch|reaching out|reached out|speaking up|spoke up|calling (?:this|it) out|taking the (?:time|trouble)|took the (?:time|trouble)|"
    r"being (?:so |this )?(?:open|honest|frank|clear|direct)|(?:your|the|this|such) (?:\w+ ){0,2}(?:message|feedback|honesty|criticism|review|comment|letter|report|candou?r|note|post|openness|frankness|complaint|words))"
)
_THANKS_EN = r"(?:thank you|thanks|many thanks|thankful|grateful|appreciate|appreciated)"
_ENGLISH = one_line(rf"(?<!\w){_THANKS_EN}(?!\w)[^.]{{0,{APART}}}?(?<!\w){_TOLD_EN}(?!\w)")
_GLAD_EN = one_line(
    r"""(?<!\w)(?:(?:glad|good|pleased) (?:that )?(?:you )(?:told|wrote|said|let us know|raised|pointed|spoke|shared|reported)\w*
    |you (?:did|have done) (?:us|me) a (?:favou?r|service)|your (?:\w+ ){0,2}(?:feedback|criticism|message|review|honesty) (?:is|was|are) (?:\w+ ){0,2}(?:welcome|valuable|appreciated)
    |thanks to your (?:\w+ ){0,1}(?:message|review|post|report|feedback))(?!\w)"""
)
_THANKS_FA = r"(?:سپاس\w*|سپاس گزار\w*|ممنون\w*|متشکر\w*|تشکر|مچکر\w*|قدردان\w*|قدر ?دان\w*|مرسی|مدیون\w*|(?:دست(?:تان|تون|ت)|دست شما) درد نکن\w+|لطف کردید|لطف کردین|لطف کرده ?اید)"
_TOLD_FA = (
    r"(?:گفت(?:ید|ین|ه ?اید)|نوشت(?:ید|ین|ه ?اید)|خبر(?:مان|مون)? (?:داد|کرد)\w*|اطلاع (?:داد\w*|رسانی\w*)|(?:در )?میان گذاشت\w*|درمیان گذاشت\w*|مطرح کرد\w*|یاد ?آوری\w*|یاد ?آور شد\w*|گزارش\w*|بازخورد\w*|انتقاد\w*|نقد\w*|"
    r"تذکر\w*|گوشزد\w*|صراحت\w*|صداقت\w*|اعتراض\w*|شکایت\w*|دیدگاه\w*|(?<!به )نظر(?:ات)? ?(?:شما|تان|تون|(?:ارزشمند|صریح|صادقانه)\w*)|نظر(?:ات)?تان|نظر(?:ات)?تون|پیام ?(?:شما|تان|تون|صریح|صادقانه)|پیامتان|پیامتون|نامه ?(?:شما|تان|تون)|نامه ?ی شما|نقطه ?نظر\w*|"
    r"وقت گذاشت\w*|وقتی که گذاشت\w*|زحمت نوشتن|پرده برداشت\w*|تماس (?:گرفت\w*|شما)|در جریان (?:گذاشت|قرار داد)\w*|رو ?راست\w*|بی ?پرده)"
)
_PERSIAN = one_line(rf"(?<!\w)(?:{_THANKS_FA}(?!\w)[^.]{{0,{APART}}}?(?<!\w){_TOLD_FA}|{_TOLD_FA}(?!\w)[^.]{{0,{APART}}}?(?<!\w){_THANKS_FA})(?!\w)")
_GLAD_FA = one_line(
    r"""(?<!\w)(?:خوب (?:شد|کردید|کردین) (?:که )?(?:گفت|نوشت|خبر|مطرح|اطلاع)\w*|خوشحالیم که (?:\w+ ){0,6}?(?:گفت|نوشت|در میان گذاشت|مطرح کرد|خبر داد)\w*
    |به ما لطف کرد\w*|در حق ما لطف کرد\w*)(?!\w)"""
)


def thanks_for_telling(text: str) -> tuple[str, ...]:
    """The words of `text` that thank whoever told us, as they were read (plain, lower case); empty when none do.

    What is quoted, asked, wished for or denied is no thanks."""
    found: list[str] = []
    for sentence in plain(text).sentences():
        if sentence.asks or _DENIED.search(sentence.text) or _FUTURE.search(sentence.text):
            continue
        for pattern in (_ENGLISH, _GLAD_EN, _PERSIAN, _GLAD_FA):
            found += [" ".join(one[0].split()) for one in pattern.finditer(sentence.text)]
    return tuple(dict.fromkeys(found))
