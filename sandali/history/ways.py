"""By which ways somebody wants to be told: in the app, by mail, by push, a kind at a time; quiet hours, digest, muted groups."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from django.conf import settings
from django.db import transaction

from sandali.history.kinds import KINDS, EventKind
from sandali.history.models import Digest, MailWay, MutedGroup, NoticeChoice, NoticeSettings
from sandali.kit.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Ways:
    """How one kind of notice reaches one person. `mail` is one of MailWay."""

    bell: bool = True
    mail: str = MailWay.OFF
    push: bool = True


def told_kinds() -> list[EventKind]:
    """Every kind of event that somebody is told of; those of one audience stand together, in the order of settings.AUDIENCES."""
    order = {name: place for place, name in enumerate(settings.AUDIENCES)}
    return sorted((kind for kind in KINDS.values() if kind.audience), key=lambda kind: order.get(kind.audience[0], len(order)))


def usual_ways(kind: str) -> Ways:
    """What holds for who chose nothing: always the bell; mail and push as the kind says."""
    declared = KINDS[kind]
    return Ways(True, MailWay(declared.mail), declared.push)


_chosen = Prepared(
    lambda kind, *people: NoticeChoice.objects.filter(person__in=people, kind=kind).values_list("person_id", "bell", "mail", "push")
)


def ways_for(people: Iterable[int], kind: str) -> dict[int, Ways]:
    """Person → their ways for a kind, in one query."""
    people, usual = list(people), usual_ways(kind)
    chosen = {
        person: Ways(bell, mail, push)
        for person, bell, mail, push in (_chosen(kind, *people) if people else [])
    }
    return {person: chosen.get(person, usual) for person in people}


def choices_of(person: Any) -> dict[str, Ways]:
    """Kind → ways, for every kind that one can be told of."""
    rows = {row.kind: Ways(row.bell, row.mail, row.push) for row in NoticeChoice.objects.filter(person=person)}
    return {kind.name: rows.get(kind.name) or usual_ways(kind.name) for kind in told_kinds()}


def settings_of(person: Any) -> NoticeSettings:
    """A person's quiet hours, digest and push settings; the usual ones when they chose nothing."""
    return NoticeSettings.objects.filter(person=person).first() or NoticeSettings(person=person)


def muted_groups(person: Any) -> set[str]:
    """The groups that a person muted, as "department:3"."""
    return set(MutedGroup.objects.filter(person=person).values_list("group", flat=True))


@transaction.atomic
def choose_ways(person: Any, chosen: dict[str, Ways]) -> None:
    """Keep by which ways a person wants to be told of these kinds. Kinds that nobody is told of are passed over."""
    for kind, ways in chosen.items():
        if kind not in KINDS or not KINDS[kind].audience:
            continue
        if ways == usual_ways(kind):
            NoticeChoice.objects.filter(person=person, kind=kind).delete()
        else:
            NoticeChoice.objects.update_or_create(person=person, kind=kind, defaults=asdict(ways))


def change_settings(person: Any, **values: Any) -> None:
    """Keep quiet hours (both ends or none), digest and push settings."""
    NoticeSettings.objects.update_or_create(person=person, defaults=values)


@transaction.atomic
def mute_groups(person: Any, groups: Iterable[str]) -> None:
    """Mute just these groups."""
    MutedGroup.objects.filter(person=person).delete()
    MutedGroup.objects.bulk_create([MutedGroup(person=person, group=group) for group in sorted(set(groups))])


@transaction.atomic
def fewer_mails(person: Any, *, kind: str = "", to: str) -> None:
    """Let mails of a kind ("" for all kinds that mail at all) come in the digest, or not at all. `to` is DIGEST or OFF."""
    now = choices_of(person)
    wanted = [kind] if kind in now else [name for name, ways in now.items() if ways.mail != MailWay.OFF]
    choose_ways(person, {name: Ways(now[name].bell, MailWay(to), now[name].push) for name in wanted})


# --- Quiet hours and digests, in the person's zone --------------------------------------------------------------------
def quiet_end(chosen: NoticeSettings, at: datetime, zone: tzinfo) -> datetime | None:
    """When the quiet hours that hold at `at` end; None outside them. Hours past midnight wrap; both ends alike is no quiet."""
    start, end = chosen.quiet_from, chosen.quiet_until
    if start is None or end is None or start == end:
        return None
    local = at.astimezone(zone)
    moment = local.time()
    is_quiet = start <= moment < end if start < end else moment >= start or moment < end
    if not is_quiet:
        return None
    over = local.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0, fold=0)
    if end <= moment:
        over += timedelta(days=1)  # by the wall clock of the zone, whatever a change of time does to the hours between
    return over.astimezone(at.tzinfo)


def digest_time(chosen: NoticeSettings, after: datetime, zone: tzinfo) -> datetime:
    """The first moment after `after` at which a person's digest leaves: each full hour, or once a day at their hour."""
    local = after.astimezone(zone)
    if chosen.digest == Digest.HOURLY:
        return (local.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)).astimezone(after.tzinfo)
    leaves = local.replace(hour=chosen.digest_at.hour, minute=chosen.digest_at.minute, second=0, microsecond=0, fold=0)
    if leaves <= local:
        leaves += timedelta(days=1)
    return leaves.astimezone(after.tzinfo)
