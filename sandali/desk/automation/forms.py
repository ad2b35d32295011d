"""The form of a rule: when, if, then. What is asked is named `if_…`, what is done `do_…`."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.automation.models import Rule
from sandali.automation.rules.asking import NOBODY
from sandali.automation.rules.belonging import segments_for_rules
from sandali.automation.rules.doing import MOST_DAYS
from sandali.automation.rules.triggers import MOST_AMOUNT, TRIGGERS
from sandali.cases.models import Kind, Priority, State
from sandali.channels.models import Channel
from sandali.company.models import Department, Person
from sandali.company.queries import open_departments, people_who_may
from sandali.customers.models import Organisation, Segment, Stage
from sandali.desk.people_forms import NameField
from sandali.kit.fields import DigitsIntegerField
from sandali.kit.text import fold

ANY, AS_IT_IS, NO_ONE = gettext_lazy("Any"), gettext_lazy("Unchanged"), gettext_lazy("Nobody")
LANGUAGES: Final = [("fa", gettext_lazy("Persian")), ("en", gettext_lazy("English")), ("ar", gettext_lazy("Arabic"))]
HOURS: Final = [("open", gettext_lazy("While we are open")), ("closed", gettext_lazy("While we are closed"))]
ASKED: Final = (
    "kind", "priority", "state", "channel", "department", "owner", "tag", "stage", "customer_tag", "organisation", "language", "segment", "words", "hours",
)  # fmt: skip
DONE: Final = ("department", "person", "give_out", "kind", "priority", "tag", "untag", "follower", "told", "note", "snooze")


def choice(label: Any, choices: list[Any], empty: Any, **more: Any) -> forms.ChoiceField:
    """A choice that may be left open."""
    return forms.ChoiceField(label=label, required=False, choices=[("", empty), *choices], **more)


def word(label: Any, **more: Any) -> forms.CharField:
    """A name, as people type it."""
    return forms.CharField(label=label, required=False, max_length=40, **more)


class ActsForm(forms.Form):
    """What is done to a case: the same of rules and of macros."""

    do_department = forms.ModelChoiceField(Department.objects.none(), required=False, label=gettext_lazy("Move to the department"), empty_label=AS_IT_IS)
    do_person = choice(gettext_lazy("Give to"), [], AS_IT_IS)
    do_give_out = forms.BooleanField(
        label=gettext_lazy("Let routing give it out"), required=False, help_text=gettext_lazy("Takes it from its owner, so that it finds a new one.")
    )
    do_kind = choice(gettext_lazy("Set the kind"), Kind.choices, AS_IT_IS)
    do_priority = choice(gettext_lazy("Set the priority"), Priority.choices, AS_IT_IS)
    do_tag = word(gettext_lazy("Add a tag"))
    do_untag = word(gettext_lazy("Remove a tag"))
    do_follower = choice(gettext_lazy("Have somebody follow it"), [], NO_ONE)
    do_told = choice(gettext_lazy("Tell somebody"), [], NO_ONE)
    do_task_title = forms.CharField(label=gettext_lazy("Ask for a task"), required=False, max_length=200)
    do_task_department = forms.ModelChoiceField(Department.objects.none(), required=False, label=gettext_lazy("From the department"), empty_label=NO_ONE)
    do_note = forms.CharField(label=gettext_lazy("Leave an internal note"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    do_snooze = DigitsIntegerField(label=gettext_lazy("Snooze for days"), required=False, min_value=1, max_value=MOST_DAYS)

    def offer(self, acts: dict[str, Any]) -> list[tuple[str, str]]:
        """Fill in what there is to choose from; returns the people. Who is named in `acts` already may stay."""
        people = [(str(one.pk), one.name) for one in people_who_may("handle_cases")]
        people += [(str(one.pk), one.name) for one in Person.objects.filter(pk__in=[acts.get("person", 0)], is_active=False)]
        for name in ("do_person", "do_follower", "do_told"):
            self.fields[name].choices = [*self.fields[name].choices, *people]
        for name in ("do_department", "do_task_department"):
            self.fields[name].queryset = open_departments()
        return people

    def acts(self) -> dict[str, Any]:
        """What was posted of it, as the actions take it."""
        given = {name: getattr(value, "pk", value) for name, value in self.cleaned_data.items()}
        for name in ("do_person", "do_follower", "do_told", "do_priority"):
            given[name] = int(given[name]) if given[name] else None
        acts = {name: given[f"do_{name}"] for name in DONE}
        if given["do_task_title"] or given["do_task_department"]:
            acts["task"] = {"title": given["do_task_title"], "department": given["do_task_department"]}
        return acts

    @property
    def version(self) -> int | None:
        """The version that the form was opened with."""
        was = self.cleaned_data["was"]
        return int(was) if was.isascii() and was.isdigit() else 0


class RuleForm(ActsForm):
    """A rule."""

    was = forms.CharField(required=False, widget=forms.HiddenInput)
    name = NameField(label=gettext_lazy("Name"), max_length=80)
    trigger = forms.ChoiceField(label=gettext_lazy("What happens"), choices=[(name, one.words) for name, one in TRIGGERS.items()])
    amount = DigitsIntegerField(
        label=gettext_lazy("For how long"), required=False, min_value=1, max_value=MOST_AMOUNT,
        help_text=gettext_lazy("Only where time sets it off: working hours of waiting, or days of silence."),
    )  # fmt: skip
    if_kind = choice(gettext_lazy("Kind"), Kind.choices, ANY)
    if_priority = choice(gettext_lazy("Priority at least"), Priority.choices, ANY)
    if_state = choice(gettext_lazy("State"), State.choices, ANY)
    if_channel = forms.ModelChoiceField(Channel.objects.none(), required=False, label=gettext_lazy("Channel"), empty_label=ANY)
    if_department = forms.ModelChoiceField(Department.objects.none(), required=False, label=gettext_lazy("Department"), empty_label=ANY)
    if_owner = choice(gettext_lazy("Owner"), [], ANY)
    if_tag = word(gettext_lazy("Tag of the case"))
    if_stage = choice(gettext_lazy("Stage of the customer"), Stage.choices, ANY)
    if_customer_tag = word(gettext_lazy("Tag of the customer"))
    if_organisation = forms.CharField(label=gettext_lazy("Organisation"), required=False, max_length=160)
    if_language = choice(gettext_lazy("Language of the customer"), LANGUAGES, ANY)
    if_segment = choice(gettext_lazy("Segment of the customer"), [], ANY, help_text=gettext_lazy("Those that are shared with everybody."))
    if_hours = choice(gettext_lazy("Opening hours"), HOURS, gettext_lazy("At any time"))
    if_words = forms.CharField(
        label=gettext_lazy("Words"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One word or phrase per line; any of them in the subject or the message is enough."),
    )  # fmt: skip
    def __init__(self, rule: Rule | None = None, data: Any = None) -> None:
        super().__init__(data, initial=standing_of(rule) if rule is not None else {})
        people = self.offer(rule.acts if rule is not None else {})
        self.fields["if_owner"].choices = [("", ANY), (NOBODY, _("Nobody")), *people]
        self.fields["if_channel"].queryset = Channel.objects.filter(archived_at=None)
        self.fields["if_department"].queryset = open_departments()
        shared = [(str(one.pk), one.name) for one in segments_for_rules()[:200]]
        standing = rule.conditions.get("segment") if rule is not None else None
        if standing and str(standing) not in dict(shared):  # left out here, the rule would be about everybody once it is saved
            shared.append((str(standing), str(Segment.objects.filter(pk=standing).first() or standing)))
        self.fields["if_segment"].choices = [("", ANY), *shared]

    def clean_if_organisation(self) -> int | None:
        """The organisation of this name, however typed."""
        typed = self.cleaned_data["if_organisation"].strip()
        found = Organisation.objects.filter(folded=fold(typed)[:200]).order_by("pk").first() if typed else None
        if typed and found is None:
            raise forms.ValidationError(_("There is no organisation of this name."))
        return found.pk if found is not None else None

    def values(self) -> dict[str, Any]:
        """What was posted, as the actions take it."""
        given = {name: getattr(value, "pk", value) for name, value in self.cleaned_data.items()}
        given["if_priority"] = int(given["if_priority"]) if given["if_priority"] else None
        given["if_segment"] = int(given["if_segment"]) if given["if_segment"] else None
        if given["if_owner"] and given["if_owner"] != NOBODY:
            given["if_owner"] = int(given["if_owner"])
        return {
            "name": given["name"], "trigger": given["trigger"], "amount": given["amount"],
            "conditions": {name: given[f"if_{name}"] for name in ASKED}, "acts": self.acts(),
        }  # fmt: skip


def standing_of(rule: Rule) -> dict[str, Any]:
    """A rule as the form shows it."""
    organisation = Organisation.objects.filter(pk=rule.conditions.get("organisation", 0)).first()
    return {
        "was": str(rule.version), "name": rule.name, "trigger": rule.trigger, "amount": rule.amount,
        **{f"if_{name}": value for name, value in rule.conditions.items()}, **standing_acts(rule.acts),
        "if_organisation": organisation.name if organisation is not None else "",
    }  # fmt: skip


def standing_acts(acts: dict[str, Any]) -> dict[str, Any]:
    """Acts as the form shows them."""
    task = acts.get("task", {})
    shown = {f"do_{name}": value for name, value in acts.items() if name != "task"}
    return {**shown, "do_task_title": task.get("title", ""), "do_task_department": task.get("department")}
