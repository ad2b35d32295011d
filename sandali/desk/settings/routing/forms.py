"""Forms of routing: a rule, a department's way of giving out with its people's skills, a new skill."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.cases.models import Kind, Priority, Routing, RoutingRule, RoutingWay, Skill
from sandali.cases.routing import routing_stamp
from sandali.channels.models import Channel
from sandali.company.models import Department, Person
from sandali.company.queries import open_departments, people_who_may, places_of
from sandali.desk.people_forms import NameField
from sandali.kit.fields import DigitsIntegerField

LANGUAGES = [("fa", gettext_lazy("Persian")), ("en", gettext_lazy("English")), ("ar", gettext_lazy("Arabic"))]
ANY, AS_IT_IS = gettext_lazy("Any"), gettext_lazy("Unchanged")
MOST_WORDS = 4000
RULE_FIELDS = ("name", "channel", "words", "sender", "language", "department", "person", "kind", "priority", "skill")


class RuleForm(forms.Form):
    """A routing rule: by what a case is known, and what becomes of it."""

    was = forms.CharField(required=False, widget=forms.HiddenInput)
    name = NameField(label=gettext_lazy("Name"), max_length=80)
    channel = forms.ModelChoiceField(Channel.objects.none(), required=False, label=gettext_lazy("Channel"), empty_label=ANY)
    words = forms.CharField(
        label=gettext_lazy("Words"), required=False, max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One word or phrase per line; any of them in the subject or the text is enough."),
    )  # fmt: skip
    sender = forms.CharField(
        label=gettext_lazy("Sender"), required=False, max_length=254, widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=gettext_lazy("An address, or a domain such as @example.com."),
    )  # fmt: skip
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False, choices=[("", ANY), *LANGUAGES])
    department = forms.ModelChoiceField(Department.objects.none(), required=False, label=gettext_lazy("Department"), empty_label=AS_IT_IS)
    person = forms.ModelChoiceField(Person.objects.none(), required=False, label=gettext_lazy("Person"), empty_label=gettext_lazy("Nobody yet"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False, choices=[("", AS_IT_IS), *Kind.choices])
    priority = forms.TypedChoiceField(
        label=gettext_lazy("Priority"), required=False, coerce=int, empty_value=None, choices=[("", AS_IT_IS), *Priority.choices]
    )
    skill = forms.ModelChoiceField(Skill.objects.none(), required=False, label=gettext_lazy("Needs the skill"), empty_label=gettext_lazy("None"))

    def __init__(self, rule: RoutingRule | None = None, data: Any = None) -> None:
        standing = {} if rule is None else {name: getattr(rule, name) for name in RULE_FIELDS} | {"was": str(rule.version)}
        super().__init__(data, initial={name: getattr(value, "pk", value) for name, value in standing.items()})
        channels, departments = Channel.objects.filter(archived_at=None), open_departments()
        people = Person.objects.filter(pk__in=[one.pk for one in people_who_may("handle_cases")])
        if rule is not None:  # what it names already may stay
            channels |= Channel.objects.filter(pk=rule.channel_id)
            departments |= Department.objects.filter(pk=rule.department_id)
            people |= Person.objects.filter(pk=rule.person_id)
        self.fields["channel"].queryset, self.fields["department"].queryset = channels, departments
        self.fields["person"].queryset, self.fields["skill"].queryset = people, Skill.objects.all()

    def clean_sender(self) -> str:
        """Trimmed, and something to look for: "@" alone is none."""
        sender: str = self.cleaned_data["sender"].strip().lower()
        if sender == "@":
            raise forms.ValidationError(_("Write an address, or a domain such as @example.com."))
        return sender

    def values(self) -> dict[str, Any]:
        """What was posted, as the actions take it."""
        return {name: self.cleaned_data[name] for name in RULE_FIELDS}

    @property
    def version(self) -> int | None:
        """The version that the form was opened with."""
        was = self.cleaned_data["was"]
        return int(was) if was.isascii() and was.isdigit() else 0


class DepartmentRoutingForm(forms.Form):
    """How a department gives its cases out, and what its people can."""

    was = forms.CharField(required=False, widget=forms.HiddenInput)
    way = forms.ChoiceField(label=gettext_lazy("How cases find an owner"), choices=RoutingWay.choices, widget=forms.RadioSelect)
    ceiling = DigitsIntegerField(
        label=gettext_lazy("Most cases per person"), min_value=0, max_value=999,
        help_text=gettext_lazy("Cases waiting for us, across all departments. 0 means no limit."),
    )  # fmt: skip

    def __init__(self, department: Department, routing: Routing, data: Any = None) -> None:
        super().__init__(data, initial={"was": routing_stamp(department), "way": routing.way, "ceiling": routing.ceiling})
        people = [(member.person_id, member.person.name) for member in places_of(department)]
        self.skills = list(Skill.objects.prefetch_related("people"))
        for skill in self.skills if people else []:
            able = [person.pk for person in skill.people.all()]
            self.fields[f"skill-{skill.pk}"] = forms.TypedMultipleChoiceField(
                label=skill.name, choices=people, coerce=int, required=False, initial=able, widget=forms.CheckboxSelectMultiple
            )

    def skill_fields(self) -> list[forms.BoundField]:
        """The fields of the skills, for the page."""
        return [self[name] for name in self.fields if name.startswith("skill-")]

    def able(self) -> dict[int, list[int]]:
        """Skill's number → numbers of the people who have it."""
        return {int(name.removeprefix("skill-")): self.cleaned_data[name] for name in self.fields if name.startswith("skill-")}


class SkillForm(forms.Form):
    """A new skill."""

    name = NameField(label=gettext_lazy("New skill"), max_length=60, help_text=gettext_lazy("For example a language or a product."))
