"""What promises, remedies, questions, letters and lessons keep of a customer (customers/erasing.py): when and how it went stays."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from sandali.customers.erasing import Kept
from sandali.resolution.models import (
    Apology,
    ApologyBand,
    Asking,
    Audience,
    Carried,
    CaseMood,
    Clock,
    Excuse,
    Improvement,
    Lesson,
    LetterBand,
    LetterPrint,
    Offer,
    PolicyException,
    Promise,
    PublicDeed,
    PublicMatter,
    RecoveryStep,
    Remedy,
    Standard,
    Story,
    Told,
    Understanding,
)

KEPT: Final = (
    Kept(Promise, "customer", _("Promises"), blank=("what", "words", "reason"), stays=("moved_by",)),
    Kept(Excuse, "clock__case__customer", "", blank=("reason",)),
    Kept(Clock, "case__customer", "", stays=("pauses",)),
    Kept(Standard, "customer", "", blank=("name",)),
    Kept(PolicyException, "case__customer", "", blank=("reason",)),
    Kept(Story, "remedy__customer", "", blank=("title", "text", "words")),
    Kept(Remedy, "customer", _("Remedies"), blank=("what", "answer"), stays=("currency", "dedupe_key")),
    Kept(Asking, "case__customer", _("Their answers whether it is settled"), blank=("word",)),
    Kept(Offer, "case__customer", "", blank=("text", "word")),
    Kept(Understanding, "case__customer", "", blank=("text",)),
    Kept(CaseMood, "case__customer", "", blank=("phrase",)),
    Kept(ApologyBand, "message__case__customer", "", goes=True),
    Kept(Apology, "case__customer", _("Apologies"), blank=("text", "word")),
    Kept(RecoveryStep, "case__customer", "", blank=("text",)),
    Kept(LetterBand, "letter__message__case__customer", "", goes=True),
    Kept(LetterPrint, "message__case__customer", "", goes=True),
    Kept(Improvement, "lesson__case__customer", "", stays=("what", "word")),  # what we do otherwise, in our own words
    Kept(Lesson, "case__customer", "", blank=("text",)),
    Kept(PublicDeed, "matter__case__customer", "", blank=("words", "link")),
    Kept(PublicMatter, "case__customer", "", blank=("link",)),
    Kept(Told, "customer_id", "", stays=("why",)),
    Kept(Carried, "regrouping__source__customer", "", scrub=("rows",)),
    Kept(Audience, "customer", "", goes=True),
)
