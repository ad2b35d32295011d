"""The tree of causes: add, rename, move, merge, retire. A lost race says so, and what would break the tree is refused with a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.company.actions import Overtaken
from sandali.company.queries import current_company
from sandali.desk.cases.acts import asked_version
from sandali.desk.entering import staff
from sandali.desk.settings.saving import settings_page
from sandali.kit.htmx import cleaned, done
from sandali.resolution.models import Cause
from sandali.resolution.recovery import causes as actions
from sandali.resolution.recovery.counting import case_counts
from sandali.resolution.recovery.planting import plant_causes
from sandali.resolution.recovery.queries import standing_cause
from sandali.resolution.recovery.tree import MOST_DEPTH, Branch, branch_of, read_tree, walk


class AddForm(forms.Form):
    """A new cause and its place."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=actions.LONGEST_NAME, widget=forms.TextInput(attrs={"dir": "auto"}))
    parent = forms.TypedChoiceField(label=gettext_lazy("Where"), coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, tree: Iterable[Branch], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["parent"].choices = places(one for one in tree if one.depth < MOST_DEPTH and not one.retired)  # type: ignore[attr-defined]


class NameForm(forms.Form):
    """Another name."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=actions.LONGEST_NAME, widget=forms.TextInput(attrs={"dir": "auto"}))


class PlaceForm(forms.Form):
    """Another place in the tree."""

    parent = forms.TypedChoiceField(label=gettext_lazy("Where"), coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, branch: Branch, tree: Iterable[Branch], **options: Any) -> None:
        super().__init__(*args, **options)
        own = {one.pk for one in branch.below()}
        self.fields["parent"].choices = places(one for one in tree if one.pk not in own and one.depth + branch.height <= MOST_DEPTH)  # type: ignore[attr-defined]


class MergeForm(forms.Form):
    """The cause that it was all along."""

    into = forms.TypedChoiceField(label=gettext_lazy("It is the same as"), coerce=int)

    def __init__(self, *args: Any, branch: Branch, tree: Iterable[Branch], **options: Any) -> None:
        super().__init__(*args, **options)
        own = {one.pk for one in branch.below()}
        self.fields["into"].choices = [("", _("Choose a cause")), *((one.pk, one.path) for one in tree if one.pk not in own)]  # type: ignore[attr-defined]


def places(tree: Iterable[Branch]) -> list[tuple[Any, str]]:
    """The tree as choices, the top first."""
    return [("", _("At the top")), *((one.pk, one.path) for one in tree)]


@staff("manage_causes", methods=("GET", "POST"))
def causes(request: HttpRequest) -> HttpResponse:
    """The tree, and a new cause."""
    tree = list(walk(read_tree()))
    form = AddForm(request.POST or None, tree=tree, initial={"parent": request.GET.get("under", "")}, auto_id="new-%s")
    values = cleaned(form, request)
    if values is None:
        return tree_page(request, form, tree)
    try:
        made = actions.add_cause(values["name"], by=request.user, parent=values["parent"])
    except actions.CannotChange as problem:
        form.add_error("name", str(problem))
        return tree_page(request, form, tree, status=422)
    except Cause.DoesNotExist:
        form.add_error("parent", _("Somebody else took this cause away in the meantime."))
        return tree_page(request, form, tree, status=409)
    return done(request, f"{reverse('settings_causes')}#cause-{made.pk}", _("The cause is added."), leave=True)


def tree_page(request: HttpRequest, form: AddForm, tree: list[Branch], *, status: int | None = None) -> HttpResponse:
    """The page of the tree."""
    counts = case_counts()
    rows = [{"branch": one, "url": reverse("settings_cause", args=[one.pk]), "cases": counts.get(one.pk, 0), "cause_url": reverse("cause", args=[one.pk])} for one in tree]
    return settings_page(request, "causes/tree.html", {"rows": rows, "form": form}, status=status)


@staff("manage_causes", methods=("POST",))
def usual(request: HttpRequest) -> HttpResponse:
    """Start with the usual causes, where there are none."""
    company = current_company()
    made = plant_causes(company.language if company else "fa", by=request.user)
    if made:
        messages.success(request, _("The usual causes are there. Make them yours."))
    else:
        messages.warning(request, _("There are causes already."))
    return done(request, reverse("settings_causes"), leave=True)


@staff("manage_causes", methods=("GET", "POST"))
def cause(request: HttpRequest, number: int) -> HttpResponse:
    """One cause; posted, its name."""
    branch = branch_of(number)
    form = NameForm(request.POST or None, initial={"name": branch.name}, auto_id="name-%s")
    values = cleaned(form, request)
    if values is None:
        return cause_page(request, number, form=form)
    return changed(request, number, lambda one: actions.rename_cause(one, values["name"], by=request.user, version=asked_version(request)), _("The cause is renamed."), form=form)


def cause_page(request: HttpRequest, number: int, *, status: int | None = None, **typed: Any) -> HttpResponse:
    """The page of one cause. `typed`: a form that comes back."""
    branch, tree = branch_of(number), list(walk(read_tree()))
    context = {
        "cause": standing_cause(number),
        "branch": branch,
        "form": NameForm(initial={"name": branch.name}, auto_id="name-%s"),
        "place_form": PlaceForm(branch=branch, tree=tree, initial={"parent": branch.parent or ""}, auto_id="place-%s"),
        "merge_form": MergeForm(branch=branch, tree=tree, auto_id="merge-%s"),
        **typed,
    }
    return settings_page(request, "causes/cause.html", context, status=status)


def changed(request: HttpRequest, number: int, act: Callable[[Cause], Any], said: str, **typed: Any) -> HttpResponse:
    """Do one thing to a cause. What would break the tree, and a lost race, are said; what was typed stays in its form."""
    standing = standing_cause(number)
    form = next(iter(typed.values()), None)
    try:
        act(standing)
    except actions.CannotChange as problem:
        if form is not None:
            form.add_error(None, str(problem))
        return cause_page(request, number, status=422, **typed)
    except Overtaken as overtaken:
        messages.warning(request, _("Somebody else changed this cause in the meantime. This is how it stands now; please choose again."))
        if overtaken.current.merged_into_id is not None:
            return done(request, reverse("settings_causes"), leave=True)
        return cause_page(request, number, status=409, **typed)
    return done(request, reverse("settings_causes"), said, leave=True)


@staff("manage_causes", methods=("POST",))
def place(request: HttpRequest, number: int) -> HttpResponse:
    """Move it, with all below it."""
    form = PlaceForm(request.POST, branch=branch_of(number), tree=list(walk(read_tree())), auto_id="place-%s")
    values = cleaned(form, request)
    if values is None:
        return cause_page(request, number, status=422, place_form=form)
    return changed(
        request, number, lambda one: actions.move_cause(one, values["parent"], by=request.user, version=asked_version(request)),
        _("The cause is moved."), place_form=form,
    )  # fmt: skip


@staff("manage_causes", methods=("POST",))
def merging(request: HttpRequest, number: int) -> HttpResponse:
    """It is the same as another one."""
    form = MergeForm(request.POST, branch=branch_of(number), tree=list(walk(read_tree())), auto_id="merge-%s")
    values = cleaned(form, request)
    if values is None:
        return cause_page(request, number, status=422, merge_form=form)
    return changed(
        request, number, lambda one: actions.merge_cause(one, values["into"], by=request.user, version=asked_version(request)),
        _("The two are one now."), merge_form=form,
    )  # fmt: skip


@staff("manage_causes", methods=("POST",))
def retirement(request: HttpRequest, number: int) -> HttpResponse:
    """Offer it no more; posted with `back`, again."""
    if request.POST.get("back"):
        return changed(request, number, lambda one: actions.bring_cause_back(one, by=request.user, version=asked_version(request)), _("The cause is offered again."))
    return changed(request, number, lambda one: actions.retire_cause(one, by=request.user, version=asked_version(request)), _("The cause is offered no more. Its cases keep it."))
