"""What a column of a file can mean, for each subject, and by which headings one knows it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sandali.customers.fields.queries import fields_of
from sandali.customers.models import Subject as About
from sandali.kit.text import fold
from sandali.transfer.models import Subject


@dataclass(frozen=True, slots=True)
class Target:
    """A meaning. `many`: several columns may have it. `headings`: how other programs call it, in any spelling."""

    name: str
    label: Any
    headings: tuple[str, ...] = ()
    many: bool = False


def words(text: str) -> tuple[str, ...]:
    """Headings, divided by "|"."""
    return tuple(text.split("|"))


KEY = Target("key", _("Number in the other program"), words("id|key|uid|record id|contact id|user id|lead id|account id|external id|unique external id|شناسه|کد|کد مشتری|شماره مشتری|کد مخاطب"))
NOTE = Target("note", _("Note"), words("note|notes|description|details|comment|comments|about|background|توضیحات|توضیح|یادداشت|ملاحظات|شرح|آدرس|نشانی|address|street|billing street|mailing street"), many=True)
CREATED = Target("created_at", _("Since when"), words("created|created at|create date|created date|created time|created on|date created|member since|تاریخ ایجاد|تاریخ ثبت|تاریخ عضویت|ایجاد شده"))
ORGANISATION = Target("organisation", _("Organisation"), words("organisation|organization|company|company name|associated company|primary company|account|account name|related company|organization 1 name|شرکت|نام شرکت|سازمان|نام سازمان|مجموعه|فروشگاه"))
TEXT = Target("text", _("Text"), words("text|body|content|message|description|plain body|html body|متن|پیام|شرح|متن پیام"))
AUTHOR = Target("author_key", _("Who wrote it: number in the other program"), words("author id|user id|sender id|created by id|نویسنده"))
CUSTOMER_KEY = Target("customer_key", _("Customer: number in the other program"), words("customer id|requester id|contact id|who id|user id|client id|شناسه مشتری|کد مشتری"))
ORGANISATION_KEY = Target("organisation_key", _("Organisation: number in the other program"), words("organization id|organisation id|company id|account id|associated company id"))
CASE_KEY = Target("case_key", _("Case: number in the other program"), words("ticket id|case id|conversation id|parent id|شماره تیکت|شماره پرونده"))
EMAIL = Target("email", _("E-mail"), words("email|e-mail|mail|email address|e-mail address|emailaddress|work email|home email|email 1 value|e-mail 1 - value|primary email|secondary email|requester email|emails|ایمیل|رایانامه|پست الکترونیک|پست الکترونیکی|آدرس ایمیل|ای میل|ایمیل مشتری"), many=True)
PHONE = Target(
    "phone", _("Phone"),
    words("phone|phone number|mobile|mobile phone|mobile number|cell|cell phone|telephone|tel|work phone|work phone number|home phone|mobile phone number|other phone|phone 1 value|phone 1 - value|whatsapp|requester phone|phones|تلفن|شماره تلفن|موبایل|شماره موبایل|تلفن همراه|شماره همراه|همراه|شماره تماس|تلفن ثابت|تلفن تماس|شماره|تماس|واتساپ|تلفن محل کار"),
    many=True,
)  # fmt: skip
TAGS = Target("tags", _("Tags"), words("tags|tag|labels|label|segments|category|categories|group|groups|برچسب|برچسب‌ها|دسته|دسته‌بندی|گروه"), many=True)
NAME = Target("name", pgettext_lazy("of a customer in a file", "Full name"), words("name|full name|fullname|display name|customer name|contact name|contact|customer|client|نام و نام خانوادگی|نام کامل|نام مشتری|مشتری|مخاطب|نام مخاطب|طرف حساب|نام طرف حساب"))
FIRST = Target("first_name", _("First name"), words("first name|firstname|given name|forename|نام|نام کوچک|اسم"))
LAST = Target("last_name", _("Last name"), words("last name|lastname|family name|surname|نام خانوادگی|فامیل|فامیلی|نام فامیل"))

TARGETS: Final[dict[str, tuple[Target, ...]]] = {
    Subject.CUSTOMERS: (
        NAME, FIRST, LAST, PHONE, EMAIL, ORGANISATION,
        Target("job_title", _("Job title"), words("job title|title|position|role title|function|سمت|عنوان شغلی|شغل|پست سازمانی|حرفه")),
        Target("city", _("City"), words("city|town|location|mailing city|billing city|address.city|شهر|شهرستان|محل سکونت")),
        Target("stage", _("Stage"), words("stage|lifecycle stage|lifecyclestage|contact status|customer type|مرحله|وضعیت مشتری|نوع مشتری")),
        Target("language", _("Language"), words("language|locale|preferred language|زبان")),
        TAGS, NOTE, CREATED, KEY,
        ORGANISATION_KEY,
        Target("role", _("Role in the other program (its staff are left out)"), words("role|roles|user type")),
    ),
    Subject.ORGANISATIONS: (
        Target("name", _("Name"), words("name|company|company name|organisation|organization|organization name|account name|نام|نام شرکت|شرکت|سازمان|نام سازمان")),
        Target("website", _("Website"), words("website|url|domain|web site|company domain name|domain_names|وب‌سایت|سایت|تارنما|وبسایت")),
        NOTE, CREATED, KEY,
    ),
    Subject.CASES: (
        KEY, CUSTOMER_KEY, NAME, EMAIL, PHONE,
        Target("subject", _("Subject"), words("subject|title|raw subject|موضوع|عنوان")),
        TEXT, TAGS, CREATED,
        Target("priority", _("Priority"), words("priority|importance|urgency|اولویت|فوریت|اهمیت|درجه اهمیت")),
        Target("state", pgettext_lazy("of a case in a file", "State"), words("status|state|ticket status|case status|status name|وضعیت|وضعیت تیکت|وضعیت پرونده|حالت")),
        Target("closed_at", _("Closed on"), words("closed|closed at|solved at|resolved at|close date|updated at|updated|last update|تاریخ بستن|تاریخ پایان")),
    ),
    Subject.MESSAGES: (
        KEY, CASE_KEY,
        AUTHOR, Target("author_name", _("Who wrote it: name"), words("author|from|sender|created by|فرستنده")), TEXT,
        Target("is_public", _("Was the customer shown it?"), words("public|is public|visibility")),
        Target("created_at", _("When"), words("created|created at|create date|created date|date|sent at|تاریخ")),
    ),
    Subject.NOTES: (
        KEY, CUSTOMER_KEY, EMAIL, PHONE, Target("text", _("Text"), words("text|body|note|description|subject|متن|یادداشت|توضیحات"), many=True),
        Target("created_at", _("When"), words("created|created at|created date|date|activity date|تاریخ")),
    ),
    Subject.DEALS: (
        KEY, Target("title", pgettext_lazy("of a deal in a file", "What may be sold"), words("name|deal name|opportunity name|opportunity|deal|title|subject|معامله|عنوان معامله|نام معامله|عنوان|موضوع")),
        CUSTOMER_KEY, EMAIL, PHONE, ORGANISATION_KEY,
        Target("amount", _("Amount"), words("amount|value|deal value|expected revenue|price|total|مبلغ|ارزش|مبلغ معامله|ارزش معامله")),
        Target("currency", _("Currency"), words("currency|currency code|currency iso code|currencyisocode|deal currency code|واحد پول|ارز")),
        Target("stage", _("Stage"), words("stage|deal stage|stage name|pipeline stage|مرحله|مرحله فروش")),
        Target("is_closed", _("Is it over?"), words("closed|is closed|is deal closed|پایان یافته")), Target("is_won", _("Was it won?"), words("won|is won|is closed won|برنده")),
        Target("closed_at", _("Expected or ended on"), words("close date|closed|expected close date|expected close|closing date|تاریخ پایان|تاریخ انتظار|تاریخ بستن")), NOTE, CREATED,
    ),
    Subject.TAGS: (TAGS, CUSTOMER_KEY, ORGANISATION_KEY, CASE_KEY),
}  # fmt: skip

OWN: Final = "field-"  # with the number of a field of the company's own behind it
OWNERS: Final[dict[str, str]] = {Subject.CUSTOMERS: About.CUSTOMER, Subject.ORGANISATIONS: About.ORGANISATION, Subject.CASES: About.CASE}


def spelled(heading: str) -> str:
    """A heading as it is looked up: folded, and nothing between its words."""
    return "".join(fold(heading.replace("_", " ").replace("-", " ").replace(".", " ").replace("/", " ")).split())


@cache
def by_heading(subject: str) -> dict[str, Target]:
    """Heading as it is looked up → what it means; where two claim it, the first."""
    found: dict[str, Target] = {}
    for target in TARGETS[subject]:
        for heading in target.headings:
            found.setdefault(spelled(heading), target)
    return found


def own_targets(subject: str) -> list[Target]:
    """The company's own fields of whom the rows are about, as what a column can mean."""
    about = OWNERS.get(subject)
    return [Target(f"{OWN}{field.pk}", field.name, (field.name,)) for field in fields_of(about, choices=False)] if about else []


def targets_of(subject: str) -> list[Target]:
    """All that a column can mean in this house."""
    return [*TARGETS[subject], *own_targets(subject)]


def target_of(subject: str, name: str) -> Target | None:
    """The target called so."""
    among = own_targets(subject) if name.startswith(OWN) else TARGETS[subject]
    return next((target for target in among if target.name == name), None)
