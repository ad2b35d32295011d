"""Bringing in what was said of us in public: one mention by hand, many by a table."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sandali.cases.actions.mentions import keep_mentions
from sandali.channels.social.mentions import LONGEST, MOST, Mention, NotATable, mention_of, table_of
from sandali.desk.entering import staff
from sandali.desk.public.forms import LinkField
from sandali.kit.dates import current_display
from sandali.kit.digits import format_number, localize_digits
from sandali.kit.htmx import cleaned, done, page
from sandali.resolution.models import PublicPlace
from sandali.resolution.public.mentions import channel_of_mentions, write_mention

LARGEST = 2 * 1024 * 1024
PAGE = "desk/public/mention.html"
ROWS_NAMED = 10


class MentionForm(forms.Form):
    """What was said, where and by whom."""

    text = forms.CharField(label=gettext_lazy("What they said"), max_length=LONGEST["text"], widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}))
    author = forms.CharField(label=gettext_lazy("Who said it"), max_length=LONGEST["author"], required=False, widget=forms.TextInput(attrs={"dir": "auto"}))
    link = LinkField(label=gettext_lazy("Link"), required=False)
    place = forms.ChoiceField(label=gettext_lazy("Where it was said"), choices=PublicPlace.choices, widget=forms.RadioSelect, initial=PublicPlace.NETWORK)
    network = forms.CharField(label=gettext_lazy("Its name"), max_length=LONGEST["network"], required=False, widget=forms.TextInput(attrs={"dir": "auto"}))

    def clean(self) -> dict[str, Any]:
        """Somebody must be found again: by a name, or by the address."""
        typed = super().clean() or self.cleaned_data
        if not typed.get("author") and not typed.get("link") and "link" not in self.errors:
            self.add_error("author", _("Please give who said it, or the link."))
        return typed


@staff("answer_cases", methods=("GET", "POST"))
def new_mention(request: HttpRequest) -> HttpResponse:
    """Write one mention down; its case opens, and it stands among what is owed in public."""
    form = MentionForm(request.POST or None)
    values = cleaned(form, request)
    mention = mention_of(values) if values is not None else None
    if mention is not None:
        return brought(request, mention)
    return page(request, PAGE, {"form": form, "most": MOST})


def brought(request: HttpRequest, mention: Mention) -> HttpResponse:
    """To the case of a mention, where this person may see it; else to what is owed."""
    case = write_mention(mention, by=request.user)
    if case is None:
        raise ValueError("a mention that was read makes a case")
    return done(request, reverse("case_public", args=[case.pk]), _("It is now among what is owed in public."), leave=True)


@staff("answer_cases", methods=("POST",))
def table(request: HttpRequest) -> HttpResponse:
    """Take mentions from a CSV file; each new one becomes a case."""
    file = request.FILES.get("table")
    if file is None or (file.size or 0) > LARGEST:
        return not_a_table(request, _("Please choose a CSV file of at most 2 MB."))
    try:
        mentions, wrong = table_of(file.read())
    except NotATable as problem:
        return not_a_table(request, why_not(problem.why))
    new = keep_mentions(channel_of_mentions(by=request.user), mentions, source="csv")
    language = current_display().language
    said = ngettext("%(count)s mention is new; its case opens in a moment.", "%(count)s mentions are new; their cases open in a moment.", new)
    messages.success(request, said % {"count": format_number(new, language)})
    if len(mentions) > new:
        messages.info(request, _("Known already: %(count)s") % {"count": format_number(len(mentions) - new, language)})
    if wrong:
        rows = ", ".join(localize_digits(number, language) for number in wrong[:ROWS_NAMED])
        messages.warning(request, _("Without a text, or without author and link, so left out: rows %(rows)s") % {"rows": rows})
    return done(request, reverse("public_matters"), leave=True)


def why_not(code: str) -> str:
    """What is wrong with a file."""
    return {
        "letters": _("The letters of this file cannot be read. Please save it as CSV in UTF-8."),
        "many": _("These are too many rows for one file: at most 1,000."),
    }.get(code, _("The first line must name the columns: text, and author or link."))


def not_a_table(request: HttpRequest, why: str) -> HttpResponse:
    """Say what is wrong with a file."""
    return page(request, PAGE, {"form": MentionForm(), "most": MOST, "table_error": why}, status=422)
