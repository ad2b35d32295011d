"""Tags as a whole: what uses each of them, another name, two that are one, and one that nobody needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.customers.access import access_tag, access_tag_change
from sandali.customers.models import Tag, TagChange
from sandali.customers.tags.actions import (
    MOST_KEPT,
    CannotChange,
    merge_tags,
    remove_tag,
    rename_tag,
    undo_change,
)
from sandali.customers.tags.holders import carrying, naming
from sandali.customers.tags.queries import Uses, tags_by_name, uses_of
from sandali.desk.entering import staff
from sandali.desk.settings.saving import settings_page
from sandali.kit.htmx import cleaned, done
from sandali.kit.text import fold

PAGE: Final = 50
RIGHT: Final = "manage_fields"
# Where those who carry a tag are listed.
LISTS: Final = {"case": ("cases", {"box": "all", "state": "every"}), "customer": ("customers", {}), "organisation": ("organisations", {})}


class TagForm(forms.Form):
    """Another name for a tag."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=40, widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}))


class MergingForm(forms.Form):
    """Into which tag this one goes."""

    into = forms.CharField(label=gettext_lazy("Into the tag"), max_length=40, widget=forms.TextInput(attrs={"dir": "auto", "list": "known-tags", "autocomplete": "off"}))

    def clean_into(self) -> Tag:
        """The tag of this name, however typed."""
        found = Tag.objects.filter(folded=fold(self.cleaned_data["into"])[:60]).first()
        if found is None:
            raise forms.ValidationError(_("There is no tag of this name."))
        return found


@dataclass(frozen=True, slots=True)
class Use:
    """How often a tag is used by one kind of thing; `url` is where these are listed, "" where there is no such list."""

    label: str
    count: int
    url: str = ""


def uses_shown(tag: Tag, uses: Uses) -> list[Use]:
    """What uses a tag, as words and numbers."""
    carried = [Use(str(one.label), uses.carried[one.name], listed(one.name, tag)) for one in carrying() if uses.carried.get(one.name)]
    labels = dict.fromkeys(str(one.label) for one in naming())
    return carried + [Use(label, uses.named[label]) for label in labels if uses.named[label]]


def listed(name: str, tag: Tag) -> str:
    """The list of those who carry the tag."""
    page, asked = LISTS[name]
    return f"{reverse(page)}?{urlencode({**asked, 'tag': tag.pk})}"


@staff(RIGHT)
def tags(request: HttpRequest) -> HttpResponse:
    """Every tag with what uses it, by their names."""
    query, after = request.GET.get("q", "").strip()[:60], request.GET.get("after", "")[:60]
    found = tags_by_name(query, after=after, most=PAGE + 1)
    uses = uses_of(found[:PAGE])
    more = f"{reverse('settings_tags')}?{urlencode({'q': query, 'after': found[PAGE - 1].folded})}" if len(found) > PAGE else ""
    rows = [{"tag": one, "url": reverse("settings_tag", args=[one.pk]), "uses": uses_shown(one, uses[one.pk])} for one in found[:PAGE]]
    return settings_page(request, "tags/list.html", {"rows": rows, "query": query, "more": more, "is_first": not after})


@staff(RIGHT, methods=("GET", "POST"))
def tag(request: HttpRequest, number: int) -> HttpResponse:
    """One tag; POST gives it another name."""
    found = access_tag(request.user, number)
    form = TagForm(request.POST if request.method == "POST" else None, initial={"name": found.name})
    if cleaned(form, request) is not None:
        try:
            change = rename_tag(found, form.cleaned_data["name"], by=request.user)
            return done(request, reverse("settings_tags"), _("The tag has another name."), undo=back(change), leave=True)
        except CannotChange as why:
            form.add_error("name", str(why))
    return tag_page(request, found, form=form)


def tag_page(request: HttpRequest, found: Tag, *, form: TagForm | None = None, merging_form: MergingForm | None = None) -> HttpResponse:
    """The page of one tag, 422 where something on it is wrong."""
    uses = uses_of([found])[found.pk]
    context: dict[str, Any] = {
        "tag": found, "form": form or TagForm(initial={"name": found.name}), "merging": merging_form or MergingForm(), "uses": uses_shown(found, uses),
        "is_named": bool(uses.named), "is_final": uses.rows > MOST_KEPT, "known": tags_by_name(most=300),
    }  # fmt: skip
    is_wrong = any(one is not None and one.errors for one in (form, merging_form))
    return settings_page(request, "tags/tag.html", context, status=422 if is_wrong else None)


@staff(RIGHT, methods=("POST",))
def merging(request: HttpRequest, number: int) -> HttpResponse:
    """Put the tag together with another one."""
    found, form = access_tag(request.user, number), MergingForm(request.POST)
    if cleaned(form, request) is None:
        return tag_page(request, found, merging_form=form)
    try:
        change = merge_tags(found, form.cleaned_data["into"], by=request.user)
    except CannotChange as why:
        form.add_error("into", str(why))
        return tag_page(request, found, merging_form=form)
    return done(request, reverse("settings_tags"), _("The two tags are one now."), undo=back(change), leave=True)


@staff(RIGHT, methods=("POST",))
def removal(request: HttpRequest, number: int) -> HttpResponse:
    """Take the tag off everything."""
    try:
        change = remove_tag(access_tag(request.user, number), by=request.user)
    except CannotChange as why:
        messages.warning(request, str(why))
        return done(request, reverse("settings_tag", args=[number]), leave=True)
    return done(request, reverse("settings_tags"), _("The tag is removed from everything."), undo=back(change), leave=True)


def back(change: TagChange | None) -> str | None:
    """Where a change is taken back; None where that cannot be."""
    return reverse("settings_tag_undoing", args=[change.pk]) if change is not None and change.kept is not None else None


@staff(RIGHT, methods=("POST",))
def undoing(request: HttpRequest, number: int) -> HttpResponse:
    """Take a change back; `number` is the change's."""
    try:
        undo_change(access_tag_change(request.user, number), by=request.user)
    except CannotChange as why:
        messages.warning(request, str(why))
        return done(request, reverse("settings_tags"), leave=True)
    return done(request, reverse("settings_tags"), _("The tag is back as it was."), leave=True)
