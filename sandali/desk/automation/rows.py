"""What the pages of rules show of a rule, of a trial and of what a rule did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandali.automation.models import Outcome, Rule, RuleRun
from sandali.automation.rules.doing import ACTS
from sandali.automation.rules.trying import Trial
from sandali.cases.models import Case
from sandali.company.permissions import may
from sandali.desk.automation.words import Names, act_phrases, names_for, rule_sentence
from sandali.desk.cases.head import number_of
from sandali.desk.settings.routing.rows import joined
from sandali.kit.components.pieces import number

TONES = {Outcome.DONE: "good", Outcome.HELD: "warn", Outcome.FAILED: "bad"}


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule of the list. `trouble` says why it does nothing, though it is on."""

    rule: Rule
    url: str
    sentence: str
    counted: str
    last: datetime | None
    trouble: str
    is_first: bool
    is_last: bool


def rule_rows(rules: Sequence[Rule]) -> list[RuleRow]:
    """Every rule (of queries.all_rules) as a row."""
    names = names_for(rules)
    return [rule_row(rule, names, place, len(rules)) for place, rule in enumerate(rules)]


def rule_row(rule: Any, names: Names, place: int, count: int) -> RuleRow:
    """What the list says about a rule."""
    counted = ngettext("Did something once", "Did something %(number)s times", rule.done) % {"number": number(rule.done)} if rule.done else _("Has not done anything yet")
    url = reverse("settings_rule", args=[rule.pk])
    return RuleRow(rule, url, rule_sentence(rule, names), counted, rule.last, trouble_of(rule), place == 0, place == count - 1)


def trouble_of(rule: Rule) -> str:
    """Why a rule does nothing."""
    if rule.paused_at is not None:
        return _("Paused, because it failed ten times in a row. Its history says why.")
    if not may(rule.owner, "manage_routing"):
        return _("It does nothing, because %(name)s may no longer decide about rules. Save it to make it yours.") % {"name": rule.owner.name}
    return ""


@dataclass(frozen=True, slots=True)
class Line:
    """A case, with what was done or would be done to it."""

    url: str
    number: str
    subject: str
    customer: str
    at: datetime
    acts: str
    outcome: str = ""
    tone: str = ""
    why: str = ""
    taken_back: str = ""
    undo_url: str = ""


def line_of(case: Case, at: datetime, acts: str, **more: str) -> Line:
    """The line of a case."""
    return Line(reverse("case", args=[case.pk]), number_of(case), case.subject, str(case.customer), at, acts, **more)


@dataclass(frozen=True, slots=True)
class TrialWords:
    """A trial as it is shown."""

    words: str
    more: str
    lines: list[Line]


def trial_words(trial: Trial) -> TrialWords:
    """What a rule would have done."""
    names = names_for([])
    if trial.is_timed:
        said = ngettext("It would take up %(fits)s case now.", "It would take up %(fits)s cases now.", trial.fits)
    else:
        said = ngettext(
            "Last week this happened %(asked)s time; the rule would have acted on %(fits)s.",
            "Last week this happened %(asked)s times; the rule would have acted on %(fits)s.", trial.asked,
        )  # fmt: skip
    lines = [line_of(hit.case, hit.at, joined(act_phrases(hit.acts, names)) or _("nothing to change")) for hit in trial.hits]
    more = _("Only the newest are looked at; there was more.") if trial.cut else ""
    return TrialWords(said % {"fits": number(trial.fits), "asked": number(trial.asked)}, more, lines)


def run_lines(runs: Sequence[RuleRun]) -> list[Line]:
    """What a rule did, as lines."""
    names = names_for([])
    return [run_line(run, names) for run in runs]


def run_line(run: RuleRun, names: Names) -> Line:
    """One thing that a rule did, with the way back where there is one."""
    acts = joined(act_phrases([(one["act"], one["to"]) for one in run.did], names))
    back = run.taken_back_by.name if run.taken_back_by is not None else ""
    open_to_undo = run.outcome == Outcome.DONE and run.taken_back_at is None and any(ACTS[one["act"]].back for one in run.did if one["act"] in ACTS)
    undo = reverse("settings_rule_undoing", args=[run.rule_id, run.pk]) if open_to_undo else ""
    why = _("Rules had acted on this case ten times within an hour already.") if run.outcome == Outcome.HELD else run.why
    return line_of(run.case, run.at, acts, outcome=str(Outcome(run.outcome).label), tone=TONES.get(Outcome(run.outcome), ""), why=why, taken_back=back, undo_url=undo)
