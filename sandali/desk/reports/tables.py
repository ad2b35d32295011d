"""Tables of figures. A chart is drawn from such a table, so the table says everything that the chart shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from sandali.cases.figures import Figures, Report, Times
from sandali.cases.models import Kind
from sandali.channels.models import Channel
from sandali.company.models import Department, Person
from sandali.desk.reports.asking import Question, sees_people
from sandali.desk.reports.words import duration, share
from sandali.kit.components.pieces import number
from sandali.kit.periods import Period, short_name

MODELS: dict[str, Any] = {"person": Person, "department": Department, "channel": Channel}


@dataclass(frozen=True, slots=True)
class Cell:
    """One value: as shown, as a number that a program reads ("" for none), and the cases behind it."""

    text: str
    value: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table; `share` is its part of the longest, for a bar."""

    name: str
    cells: list[Cell]
    url: str = ""
    share: int = 0
    key: Any = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table with the sentence that says what it shows. `unit` is what the chart's numbers count, with {} in place of one."""

    title: str
    sentence: str
    columns: list[str]
    lines: list[Line] = field(default_factory=list)
    unit: str = "{}"


def hours(seconds: int | None) -> str:
    """Seconds as hours for a chart."""
    return "" if seconds is None else str(round(seconds / 3600, 2))


def stepped(report: Report) -> list[Figures]:
    """The figures of each step; a period of one step has those of the whole."""
    return report.steps or [report.whole]


def flow(question: Question, report: Report, steps: Sequence[Period]) -> Table:
    """What was opened and what was answered, step by step."""
    lines = [
        Line(
            short_name(step, question.display),
            [count(question, figures.opened, "opened", step), count(question, figures.answers.count, "answered", step)],
        )
        for step, figures in zip(steps, stepped(report), strict=True)
    ]
    most = max(range(len(steps)), key=lambda at: stepped(report)[at].opened)
    said = {
        "opened": number(report.whole.opened),
        "answers": number(report.whole.answers.count),
        "when": short_name(steps[most], question.display),
        "most": number(stepped(report)[most].opened),
    }
    sentence = _("Cases opened: %(opened)s. Answers given: %(answers)s. Most were opened on %(when)s: %(most)s.") % said
    return Table(_("Opened and answered"), sentence, [_("Cases opened"), _("Answers given")], lines)


def replies(question: Question, report: Report, steps: Sequence[Period]) -> Table:
    """How soon first replies came, step by step."""
    whole, lines = report.whole.first, []
    if not whole.count:
        return Table(_("How soon first replies came"), _("No first reply was given in this period yet."), [])
    for step, figures in zip(steps, stepped(report), strict=True):
        url = behind(question, figures.first.count, "first", period=_days(step))
        days = not question.working
        middle, most = figures.first.median, figures.first.ninetieth
        cells = [Cell(duration(middle, days=days), hours(middle), url), Cell(duration(most, days=days), hours(most), url)]
        lines.append(Line(short_name(step, question.display), cells))
    sentence = _("Half of the first replies came within %(median)s, nine in ten within %(most)s.") % {
        "median": duration(whole.median, days=not question.working), "most": duration(whole.ninetieth, days=not question.working),
    }  # fmt: skip
    columns = [_("Half within"), _("Nine in ten within")]
    return Table(_("How soon first replies came"), sentence, columns, lines, unit=_("%(number)s h") % {"number": "{}"})


def spread(question: Question, report: Report) -> Table:
    """First replies by how soon they came, as bars."""
    names = [_("within an hour"), _("in 1 to 4 hours"), _("in 4 to 8 hours"), _("in 8 to 24 hours"), _("later")]
    whole, most = sum(report.whole.spread), max(report.whole.spread, default=0)
    lines = [
        Line(name, [Cell(number(value), str(value)), Cell(share(value, whole))], share=round(100 * value / most) if most else 0)
        for name, value in zip(names, report.whole.spread, strict=True)
    ]
    half = report.whole.per_case.median
    sentence = _("Overall, half of the cases waited for us %(length)s or less.") % {"length": duration(half, days=not question.working)}
    return Table(_("First replies by how soon they came"), sentence if half is not None else "", [_("First replies"), _("Share")], lines)


def outcome(question: Question, report: Report) -> Table:
    """What became of cases: confirmed by the customer, silent, back again, told again."""
    told = report.whole
    rows = [
        (_("Confirmed by the customer"), told.confirmed, "confirmed"),
        (_("Lapsed: asked, and silent"), told.lapsed, "lapsed"),
        (_("Came back: reopened"), told.reopened, "reopened"),
        (_("Explained again by the customer"), told.repeats, "repeated"),
    ]
    most = max(value for _name, value, _figure in rows)
    lines = [
        Line(name, [count(question, value, figure)], share=round(100 * value / most) if most else 0) for name, value, figure in rows
    ]
    return Table(_("What became of cases"), "", [_("Number")], lines)


def count(question: Question, value: int, figure: str, step: Period | None = None, **narrower: Any) -> Cell:
    """A count that opens the cases behind it."""
    period = {"period": _days(step)} if step is not None else {}
    return Cell(number(value), str(value), behind(question, value, figure, **period, **narrower))


def behind(question: Question, many: int, figure: str, **narrower: Any) -> str:
    """The address of the cases behind a figure, "" where there are none."""
    return question.url("report_cases", **narrower, figure=figure) if many else ""


def _days(step: Period) -> Period:
    return Period("days", step.first, step.last)


# --- Told apart ------------------------------------------------------------------------------------------------------------
def told_apart(question: Question, told: Figures, line: dict[str, Any]) -> list[tuple[str, Cell]]:
    """What is told of each line: (column, cell). `line` is what narrows the question to it."""

    def length(times: Times, figure: str) -> Cell:
        return Cell(duration(times.median, days=not question.working), url=behind(question, times.count, figure, **line))

    late = told.first.count - told.in_time
    return [
        (_("Cases opened"), count(question, told.opened, "opened", **line)),
        (_("Answers"), count(question, told.answers.count, "answered", **line)),
        (_("First reply"), length(told.first, "first")),
        (_("In time"), Cell(share(told.in_time, told.first.count), url=behind(question, late, "late", **line))),
        (_("Waiting for us"), length(told.answers, "answered")),
        (_("Reopened"), count(question, told.reopened, "reopened", **line)),
        (_("Confirmed"), count(question, told.confirmed, "confirmed", **line)),
    ]


def apart(question: Question, report: Report, viewer: Any) -> Table:
    """The figures told apart by person, department, channel or kind. Of people, whoever may not see others sees themselves."""
    groups = dict(report.groups)
    if question.by == "person" and not sees_people(viewer):
        groups = {viewer.pk: groups[viewer.pk]} if viewer.pk in groups else {}
    names = names_of(question.by, groups)
    ordered = sorted(groups.items(), key=lambda one: (one[0] in (None, ""), -one[1].answers.count, -one[1].opened, str(names.get(one[0], ""))))
    most = max((figures.answers.count for figures in groups.values()), default=0)
    lines = []
    for key, figures in ordered:
        told = key not in (None, "")
        line: dict[str, Any] = {question.by: key} if told else {}
        cells = [cell for _words, cell in told_apart(question, figures, line)]
        cells = cells if told else [Cell(one.text, one.value) for one in cells]  # no address asks for those of nobody
        lines.append(
            Line(
                names.get(key) or NOBODY[question.by](), cells, url=question.url(**line) if told else "",
                share=round(100 * figures.answers.count / most) if most else 0, key=key,
            )  # fmt: skip
        )
    return Table("", "", [words for words, _cell in told_apart(question, Figures(), {})], lines)


NOBODY: dict[str, Callable[[], str]] = {
    "person": lambda: _("Nobody yet"),
    "department": lambda: _("No department"),
    "channel": lambda: _("No channel"),
    "kind": lambda: _("Of no kind yet"),
}


def names_of(by: str, keys: Any) -> dict[Any, str]:
    """What the groups are called."""
    if by == "kind":
        return {kind.value: str(kind.label) for kind in Kind}
    return dict(MODELS[by].objects.filter(pk__in=[key for key in keys if key is not None]).values_list("pk", "name"))
