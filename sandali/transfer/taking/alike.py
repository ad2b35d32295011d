"""What becomes of rows by a choice: of those that look like somebody, and of those that somebody decided on one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from sandali.customers.duplicates.likeness import names_of, rules
from sandali.customers.duplicates.newcomers import put_on_list
from sandali.customers.duplicates.scanning import told
from sandali.customers.models import Customer
from sandali.transfer.drafts import Draft
from sandali.transfer.models import Choice, ImportLine, Outcome
from sandali.transfer.reading.limits import shown
from sandali.transfer.taking.batch import Taken


def tell(drafts: Sequence[Draft], lines: dict[int, str], taken: Taken) -> None:
    """List rows that look like somebody, with the evidence; `lines`: row → the Outcome."""
    alike = [draft for draft in drafts if draft.row in lines]
    names = names_of([draft.likes[0][0] for draft in alike]) if alike else {}
    for draft in alike:
        number, likeness = draft.likes[0]
        reason = _("Looks like customer %(number)s, %(name)s; sure to %(percent)s percent.") % {
            "number": shown(number), "name": names.get(number, "")[:120], "percent": shown(likeness.percent),
        }  # fmt: skip
        one = line(draft, lines[draft.row], reason, number, taken)
        one.percent, one.evidence = likeness.percent, told(likeness)


def said_of(draft: Draft) -> str:
    """Of whom a row speaks, in a line."""
    return " · ".join(filter(None, (draft.name, *(written for _kind, _value, written in draft.identities))))[:200]


def pair_up(made: Sequence[tuple[Draft, int]], taken: Taken) -> None:
    """Put who was made and looks like somebody on the list of likely pairs."""
    if not taken.is_trial:
        put_on_list({number: list(draft.likes) for draft, number in made if draft.likes}, likely=rules().likely_from)


def living(drafts: Sequence[Draft], taken: Taken) -> dict[int, int]:
    """Whom these rows were said to be of → in whose record they live by now; nobody who was erased."""
    wanted = {number for draft in drafts if (number := chosen_of(draft, taken)[1])} if taken.of.chosen else set()
    rows: Any = Customer.objects.filter(pk__in=wanted, erased_at=None).values_list("pk", "merged_into") if wanted else ()
    return {number: into or number for number, into in rows}


def chosen_of(draft: Draft, taken: Taken) -> tuple[str, int]:
    """What somebody decided of this row alone, and whom it is about; ("", 0) where the import's choice holds."""
    choice, number = taken.of.chosen.get(str(draft.row), ("", 0))
    return choice, number


def report(draft: Draft, number: int | None, taken: Taken, *, outcome: str = "") -> bool:
    """Say in the report of a run that somebody decided so on a row; whether they did. In a trial the row is listed as what it is (`outcome`)."""
    choice, _number = chosen_of(draft, taken)
    if choice:
        taken.counts["chosen"] += 1
    if taken.is_trial and outcome:
        line(draft, outcome, _("This customer is here already."), number, taken)
    elif choice and not taken.is_trial and choice not in (Choice.LIST, Choice.ASIDE):
        line(draft, Outcome.CHOSEN, str(Choice(choice).label), number, taken)
    return bool(choice)


def line(draft: Draft, outcome: str, reason: str, number: int | None, taken: Taken) -> ImportLine:
    """List a row with whom it speaks of."""
    one = ImportLine(of=taken.of, row=draft.row, line=draft.line, outcome=outcome, reason=reason[:400], number=number, said=said_of(draft))
    taken.lines.append(one)
    return one
