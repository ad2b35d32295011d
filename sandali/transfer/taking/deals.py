"""Deals of other programs: opportunities with their stage, amount and end. Nobody is told of them, and nothing is promised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from sandali.company.queries import company_language, company_zone
from sandali.customers.models import Customer, Organisation
from sandali.kit.digits import parse_money
from sandali.kit.money import MOST
from sandali.kit.text import clean, fold
from sandali.sales.actions.common import currency_now
from sandali.sales.actions.deals import LONGEST_NOTE
from sandali.sales.models import Deal, DealMove, DealState, LostReason, PipelineStage
from sandali.sales.words import index_new_deals
from sandali.transfer import events
from sandali.transfer.drafts import Draft
from sandali.transfer.models import Unit
from sandali.transfer.taking.batch import Taken
from sandali.transfer.taking.beside import places_of
from sandali.transfer.taking.owners import owners_of

YES: Final = ("true", "1", "yes", "بله", "آری")
WON: Final = frozenset(map(fold, ("won", "closed won", "closedwon", "برنده", "موفق", "فروخته شد", "فروخته‌شده")))
LOST: Final = frozenset(map(fold, ("lost", "closed lost", "closedlost", "بازنده", "ناموفق", "از دست رفته", "از دست‌رفته")))
UNITS: Final = {"irr": "IRR", "rial": "IRR", "rials": "IRR", "ریال": "IRR", "irt": "IRT", "toman": "IRT", "tomans": "IRT", "تومان": "IRT", "تومن": "IRT"}
OF_ORGANISATION: Final = "organisation "  # key of the customer who stands for one


@dataclass(frozen=True, slots=True)
class House:
    """What deals come into: stages by their folded names, the first of them, why deals are lost that say no reason, and the currency."""

    stages: Mapping[str, PipelineStage]
    first: PipelineStage
    lost: LostReason | None
    currency: str


def take_deals(drafts: Sequence[Draft], taken: Taken) -> None:
    """Take a batch of deals. One whose organisation alone is named is of a customer who bears its name and belongs to it."""
    house = house_of(drafts, taken)
    here = taken.known("deal", (draft.key for draft in drafts))
    for_organisations(drafts, taken)
    wanted: list[tuple[Draft, int, str]] = []
    for draft in drafts:
        money = amount_of(draft, house, taken) if house is not None else None
        if house is None:
            draft.problems.append(("", _("There is no pipeline to bring deals into. Write one first.")))
        if is_new(draft, here, taken) and money is not None:
            wanted.append((draft, *money))
    owners = owners_of([draft for draft, _amount, _currency in wanted], taken, making=True) if wanted else {}
    if taken.is_trial or house is None:
        return
    made = [deal_of(draft, owners[draft.row], house, amount, currency) for draft, amount, currency in wanted]
    taken.write(made)
    index_new_deals(made)
    DealMove.objects.bulk_create([DealMove(deal=deal, stage=deal.stage, state=deal.state, by_id=taken.of.by_id, at=deal.state_at) for deal in made])
    taken.tell(events.DEAL_IMPORTED, made)
    taken.keep_keys("deal", ((draft.key, deal.pk) for deal, (draft, _amount, _currency) in zip(made, wanted, strict=True)))


def house_of(drafts: Sequence[Draft], taken: Taken) -> House | None:
    """What the house has; None where there is no pipeline. Why a deal was lost no column says: a reason that says just that is made once."""
    found = list(PipelineStage.objects.filter(pipeline__archived_at=None).order_by("pipeline__position", "pipeline", "position", "pk"))
    if not found:
        return None
    with override(company_language()):
        name = _("Lost before it came here")
    lost = LostReason.objects.filter(name=name).first()
    if lost is None and not taken.is_trial and any(state_of(draft) == DealState.LOST for draft in drafts):
        lost = LostReason(name=name, position=LostReason.objects.count())
        taken.write([lost])
    return House({fold(stage.name): stage for stage in reversed(found)}, found[0], lost, currency_now())


def for_organisations(drafts: Sequence[Draft], taken: Taken) -> None:
    """Say of rows that name an organisation and nobody of it whose they are."""
    bare = [draft for draft in drafts if not draft.identities and not draft.text("customer_key", 120)]
    keys = taken.known("organisation", (draft.text("organisation_key", 120) for draft in bare))
    here = places_of(Organisation.objects.filter(pk__in=set(keys.values())), "pk")
    for draft in bare:
        if one := here.get(keys.get(draft.text("organisation_key", 120), 0)):
            draft.values |= {"name": one.name, "customer_key": OF_ORGANISATION + draft.text("organisation_key", 100), "organisation": one.name}


def amount_of(draft: Draft, house: House, taken: Taken) -> tuple[int, str] | None:
    """(minor units, currency) of a row; None, with the reason, where it cannot be said. Nobody guesses between rial and toman."""
    said, text = draft.text("currency", 20), draft.text("amount", 60)
    unit = UNITS.get(fold(said), said.upper()) if said else house.currency if taken.of.unit == Unit.OWN else taken.of.unit
    if not text:
        return 0, house.currency
    if not unit:
        draft.problems.append(("", _("Nothing says in which currency this amount is. Choose it for this import.")))
        return None
    currency = "IRR" if unit == "IRT" else unit
    if len(currency) != 3 or not currency.isascii() or not currency.isalpha():
        draft.problems.append(("", _("We do not know this currency.")))
        return None
    try:
        amount = parse_money(text, currency, toman=unit == "IRT")
    except ValueError as problem:
        draft.problems.append(("", str(problem)))
        return None
    if not 0 <= amount <= MOST:
        draft.problems.append(("", _("This amount is below zero, or more than can be written down.")))
        return None
    return amount, currency


def is_new(draft: Draft, here: dict[str, int], taken: Taken) -> bool:
    """Whether a row is a deal that is to be made; says what else it is."""
    if not draft.problems and not draft.text("title", 160):
        draft.problems.append(("", _("This deal has no name.")))
    if not draft.problems and not draft.identities and not draft.text("customer_key", 120):
        draft.problems.append(("", _("Whose deal this is, is not here. Bring the organisations and customers in first.")))
    if draft.problems:
        taken.refuse(draft, draft.problems)
        return False
    if draft.key in here or (taken.is_trial and hash(draft.key) in taken.seen):
        taken.counts["known"] += 1
        return False
    here[draft.key] = 0
    taken.seen |= {hash(draft.key)} if taken.is_trial else set()
    taken.counts["made"] += 1
    return True


def state_of(draft: Draft) -> str:
    """Open, won or lost: by what the file says of its end, else by the words of its stage."""
    stage, is_over = fold(draft.text("stage", 80)), fold(draft.text("is_closed", 10)) in YES
    if stage in WON or fold(draft.text("is_won", 10)) in YES:
        return DealState.WON
    return DealState.LOST if is_over or stage in LOST else DealState.OPEN


def deal_of(draft: Draft, customer: Customer, house: House, amount: int, currency: str) -> Deal:
    """A row as a deal, at its own dates. A stage that is none of ours stands in the note."""
    state, at = state_of(draft), draft.created_at or timezone.now()
    ended = max(draft.closed_at or at, at) if state != DealState.OPEN else at
    said = draft.text("stage", 80)
    stage = house.stages.get(fold(said))
    note = draft.values.get("note", "")
    if said and stage is None:
        with override(company_language()):
            note = "\n".join(filter(None, (note, _("Stage in the other program: %(stage)s") % {"stage": said})))
    return Deal(
        title=draft.text("title", 160), customer=customer, stage=stage or house.first, state=state, state_at=ended, stage_at=ended, amount=amount, currency=currency,
        expected_on=day_of(draft.closed_at) if state == DealState.OPEN else None, note=clean(note).strip()[:LONGEST_NOTE],
        lost_reason=house.lost if state == DealState.LOST else None, created_at=at,
    )  # fmt: skip


def day_of(moment: datetime | None) -> date | None:
    """A moment's day on the company's wall."""
    return moment.astimezone(company_zone()).date() if moment else None
