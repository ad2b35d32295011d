"""Sample material for the gallery page: every component of the kit, in the language of the page."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import get_language

from sandali.kit.digits import format_percent
from sandali.kit.shell import NavEntry, Shell

_WORDS: dict[str, dict[str, str]] = {
    "fa": {
        "mina": "مینا رستگار", "kaveh": "کاوه دانشور", "shop": "فروشگاه آوین", "sara": "سارا نوری", "reza": "رضا ملکی",
        "late": "هنوز بسته‌ام نرسیده، امروز لازمش دارم.", "offer": "درخواست پیش‌فاکتور برای ۱۲۰ عدد",
        "hello": "سلام، وقت بخیر. سفارش AV-1882 قرار بود دیروز برسد ولی هنوز خبری نیست.",
        "answer": "سلام خانم رستگار، بابت تأخیر پوزش می‌خواهم. بسته در مرکز پخش شرق تهران است و پیک تا ساعت ۱۵ می‌رساند.",
        "note": "با انبار صحبت کردم؛ پیک ساعت ۱۳ راه می‌افتد. اگر دیر شد جبران کنیم.",
        "promised": "قول داده شد: تحویل تا ساعت ۱۵", "file": "رسید ارسال.pdf", "tag": "پوشاک زنانه", "team": "فروش سازمانی",
        "money": "میلیارد تومان", "gold": "طلایی", "city": "تهران، نارمک، میدان ۶۷", "prefers": "واتس‌اپ، عصرها",
    },
    "en": {
        "mina": "Mina Rastegar", "kaveh": "Kaveh Daneshvar", "shop": "Avin Shop", "sara": "Sara Nouri", "reza": "Reza Maleki",
        "late": "My parcel is still not here and I need it today.", "offer": "Request for a pro forma invoice, 120 pieces",
        "hello": "Hello, order AV-1882 should have come yesterday, but there is no news of it.",
        "answer": "Hello Ms Rastegar, I am sorry about the delay. Your parcel is at the eastern centre and arrives before 15:00.",
        "note": "I talked to the warehouse; the courier leaves at 13:00. If it is late, let us make up for it.",
        "promised": "Promise made: delivery before 15:00", "file": "shipping receipt.pdf", "tag": "Women’s wear", "team": "Corporate sales",
        "money": "billion tomans", "gold": "Gold", "city": "67 Square, Narmak, Tehran", "prefers": "WhatsApp, evenings",
    },
}  # fmt: skip


class SampleForm(forms.Form):
    """A field of every kind."""

    name = forms.CharField(label="Name", help_text="As on the invoice.")
    email = forms.EmailField(label="E-mail", required=False)
    phone = forms.CharField(label="Phone", widget=forms.TextInput(attrs={"type": "tel", "dir": "ltr"}))
    secret = forms.CharField(label="Password", widget=forms.PasswordInput(attrs={"dir": "ltr"}), required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("q", "Question"), ("c", "Complaint"), ("p", "Praise")])
    body = forms.CharField(label="Text", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    day = forms.ChoiceField(label="When", choices=[("m", "Morning"), ("e", "Evening")], widget=forms.RadioSelect)
    ways = forms.MultipleChoiceField(
        label="Ways", choices=[("m", "E-mail"), ("t", "Telegram")], widget=forms.CheckboxSelectMultiple, required=False
    )
    news = forms.BooleanField(label="Tell me about news", required=False, help_text="At most once a month.")
    urgent = forms.BooleanField(label="Urgent", required=False)
    paper = forms.FileField(label="File", required=False)


_LABELS_FA = {
    "name": ("نام", "همان‌طور که در فاکتور آمده است."), "email": ("ایمیل", ""), "phone": ("تلفن", ""), "secret": ("گذرواژه", ""), "kind": ("نوع", ""), "body": ("متن", ""),
    "day": ("زمان", ""), "ways": ("راه‌ها", ""), "news": ("خبرها را به من بگویید", "حداکثر ماهی یک بار."), "urgent": ("فوری", ""), "paper": ("پرونده", ""),
}  # fmt: skip
_CHOICES_FA = {
    "kind": [("q", "پرسش"), ("c", "شکایت"), ("p", "ستایش")],
    "day": [("m", "صبح"), ("e", "عصر")],
    "ways": [("m", "ایمیل"), ("t", "تلگرام")],
}


def sample_form(language: str) -> SampleForm:
    """A form that was posted with one mistake, labelled in the language of the page."""
    form = SampleForm({"name": "", "phone": "0912 123 4567", "kind": "c", "day": "m", "news": "on"})
    if language == "fa":
        for name, (label, hint) in _LABELS_FA.items():
            form.fields[name].label, form.fields[name].help_text = label, hint
        for name, choices in _CHOICES_FA.items():
            form.fields[name].choices = choices  # type: ignore[attr-defined]
    return form


def gallery_nav(language: str) -> list[NavEntry]:
    """A rail as the desk has it."""
    names = [("cases", "inbox", 12), ("customers", "users", 0), ("promises", "heart-handshake", 3), ("board", "chart-bar", 0)]
    names += [("knowledge", "book", 0), ("chair", "armchair", 0)]
    fa = {"cases": "پرونده‌ها", "customers": "مشتریان", "promises": "قول‌ها", "board": "گزارش", "knowledge": "دانش", "chair": "صندلی خالی"}
    en = {"cases": "Cases", "customers": "Customers", "promises": "Promises", "board": "Board", "knowledge": "Knowledge", "chair": "Empty chair"}
    words = fa if language == "fa" else en
    return [NavEntry(name, words[name], f"#{name}", icon, count, name == "cases") for name, icon, count in names]


def gallery_shell(language: str) -> Shell:
    """A frame with everything in it; its addresses lead nowhere."""
    nowhere = "#nowhere"
    return Shell(
        palette_url=nowhere, notices_url=nowhere, notices=3, unread=12, settings_url=nowhere, profile_url=nowhere, theme_post=nowhere,
        language_post=nowhere, presence_post=nowhere, presence="online", sign_out_post=nowhere,
        person_name=_WORDS[language]["sara"], person_email="sara@example.org", person_key="sara",
    )  # fmt: skip


def gallery_context() -> dict[str, Any]:
    """What `kit/gallery.html` shows; moments lie around now."""
    language = "fa" if (get_language() or "").startswith("fa") else "en"
    now = datetime.now(UTC)
    return {
        "w": _WORDS[language],
        "form": sample_form(language),
        "nav": gallery_nav(language),
        "shell": gallery_shell(language),
        "now": now,
        "moments": {
            "fresh": now - timedelta(minutes=2), "earlier": now - timedelta(minutes=25), "hours": now - timedelta(hours=3),
            "yesterday": now - timedelta(days=1), "weeks": now - timedelta(days=19), "soon": now + timedelta(minutes=12),
            "later": now + timedelta(hours=5), "missed": now - timedelta(hours=2),
        },
        "share": format_percent(0.942, language, places=1),
        "trend": [3, 5, 4, 6, 6, 8, 9],
        "falling": [9, 8, 8, 6, 5, 5, 3],
        "tones": ["", "ok", "warn", "bad", "info", "brand", "violet", "note"],
        "drawings": ["chair", "inbox", "people", "search", "done", "page", "broken"],
    }  # fmt: skip
