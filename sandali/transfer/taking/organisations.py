"""Organisations: known by the other program's number, else by their name."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.customers.models import Organisation
from sandali.kit.text import fold
from sandali.transfer import events
from sandali.transfer.drafts import Draft
from sandali.transfer.models import Known, Outcome
from sandali.transfer.taking.batch import Taken
from sandali.transfer.taking.fields import give, give_missing


def take_organisations(drafts: Sequence[Draft], taken: Taken) -> None:
    """Take a batch of organisations. One that is here gets its website, its note and own fields where it has none."""
    sound = [draft for draft in drafts if is_sound(draft, taken)]
    keys = taken.known("organisation", (draft.key for draft in sound))
    names = {fold(draft.name)[:200] for draft in sound}
    here = {one.pk: one for one in Organisation.objects.filter(Q(folded__in=names) | Q(pk__in=set(keys.values()))).order_by("-pk")}
    by_name = {one.folded: one for one in here.values()}
    fresh: list[Organisation] = []
    called: list[tuple[str, Organisation]] = []
    given: list[tuple[Organisation, Draft]] = []
    for draft in sound:
        folded = fold(draft.name)[:200]
        one = here.get(keys.get(draft.key, 0)) or by_name.get(folded)
        if one is None and not (taken.is_trial and hash(folded) in taken.seen):
            one = Organisation(name=draft.name, folded=folded, website=draft.text("website", 200), note=draft.values.get("note", ""),
                               created_at=draft.created_at or timezone.now())  # fmt: skip
            fresh.append(one)
            given.append((one, draft))
            by_name[folded] = one
            taken.counts["made"] += 1
        else:
            count_known(draft, one, taken)
        if one is not None and draft.text("key", 120):
            called.append((draft.text("key", 120), one))
    if taken.is_trial:
        taken.seen |= {hash(one.folded) for one in fresh}
        return
    taken.write(fresh)
    give(Organisation, [(one.pk, draft.own) for one, draft in given])
    taken.tell(events.ORGANISATION_IMPORTED, fresh)
    taken.keep_keys("organisation", ((key, one.pk) for key, one in called))


def is_sound(draft: Draft, taken: Taken) -> bool:
    """Whether a row is an organisation's; says why where it is not."""
    if not draft.problems and not fold(draft.name):
        draft.problems.append(("", _("This organisation has no name.")))
    if draft.problems:
        taken.refuse(draft, draft.problems)
    return not draft.problems


def count_known(draft: Draft, one: Organisation | None, taken: Taken) -> None:
    """An organisation that is here already."""
    taken.counts["known"] += 1
    if taken.of.known == Known.LIST:
        taken.note(draft, Outcome.KNOWN, _("This organisation is here already."), number=one.pk if one else None)
    if one is None or not one.pk or taken.is_trial or taken.of.known != Known.FILL:
        return
    given = {"website": draft.text("website", 200), "note": draft.values.get("note", "")}
    change = {name: ["", value] for name, value in given.items() if value and not getattr(one, name)}
    own = give_missing(Organisation, [(one.pk, draft.own)]).get(one.pk, [])
    if change:
        Organisation.objects.filter(pk=one.pk).update(**{name: value for name, (_was, value) in change.items()})
    if change or own:
        taken.changed.append({"organisation": one.pk, "fields": change, "own": own})
        taken.counts["filled"] += 1
