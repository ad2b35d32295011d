"""Every write about customers. Subject first, the rest by keyword, the person is `by`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.company.actions import Overtaken
from sandali.company.queries import home_region
from sandali.customers import events, search
from sandali.customers.contact import wishes_of
from sandali.customers.fields.actions import set_values
from sandali.customers.fields.values import Value
from sandali.customers.models import Customer, CustomerNote, Identity, IdentityKind, Organisation, Tag
from sandali.history.events import record
from sandali.history.models import Event
from sandali.kit.phones import parse_phone
from sandali.kit.prepared import PreparedModels
from sandali.kit.text import clean, fold, isolate

MOST_TAGS = 50


class Taken(Exception):
    """An address belongs to another customer. `customer` is whom, `kind` the kind of the address."""

    def __init__(self, customer: Customer, kind: str) -> None:
        super().__init__(_("This address belongs to %(name)s.") % {"name": customer})
        self.customer, self.kind = customer, kind


class NameTaken(Exception):
    """Another organisation is called so. `organisation` is which."""

    def __init__(self, organisation: Organisation) -> None:
        super().__init__(_("There is already an organisation called %(name)s.") % {"name": organisation})
        self.organisation = organisation


class NotAnAddress(ValueError):
    """What was typed is not an address of the kind asked for; the text says so to people."""


def normal_identity(kind: str, value: str, *, region: str = "") -> tuple[str, str]:
    """(normalised, as written) of an address. Raises NotAnAddress with a sentence.

    E-mail: lower case. Phone: E.164; the region (the company's own unless given) is for numbers written without a country. An account
    is what its provider calls it."""
    shown = isolate(clean(value)).strip()
    if kind not in IdentityKind.values and 0 < len(shown) <= 254:
        return shown, shown
    if kind == IdentityKind.PHONE:
        phone = parse_phone(shown, region or home_region())
        if phone is None:
            raise NotAnAddress(_("This is not a phone number that we understand."))
        return phone.e164, shown
    local, at, domain = shown.rpartition("@")
    if not (at and local and "." in domain) or len(shown) > 254 or any(letter.isspace() for letter in shown):
        raise NotAnAddress(_("This is not an e-mail address."))
    return shown.lower(), shown


_known = PreparedModels(lambda kind, value: Customer.objects.filter(identities__kind=kind, identities__value=value, identities__claimed_by=0))


def find_customer(kind: str, value: str) -> Customer | None:
    """The customer known by this normalised address; not who only claims it."""
    return next(iter(_known(kind, value)), None)


@transaction.atomic(savepoint=False)
def recognise(
    kind: str,
    value: str,
    *,
    name: str = "",
    suspect: str = "",
    language: str = "",
    shown: str = "",
    at: datetime | None = None,
    quiet: bool = False,
    claimant: Callable[[], Customer | None] | None = None,
) -> Customer:
    """The customer behind a normalised address, made when nobody has it (P01: everyone who ever wrote is kept).

    `shown` is how people know an address whose value is a provider's number; it may change. `claimant` is asked, for an address that
    nobody has, who proves now that it is theirs. Two workers that meet the same new address at once get the same customer: the unique identity decides."""
    at = at or timezone.now()
    customer = find_customer(kind, value)
    if customer is not None:
        touch_customer(customer, name=name, language=language, at=at)
        show_as(customer, kind, value, shown)
        return customer
    if claimant is not None and (customer := claimant()) is not None:
        touch_customer(customer, name=name, language=language, at=at)
        return customer
    try:
        with transaction.atomic():
            customer = Customer.objects.create(name=isolate(clean(name))[:160], language=language, created_at=at, last_contact_at=at)
            identity = Identity.objects.create(customer=customer, kind=kind, value=value, shown=(shown or value)[:254], suspect=suspect)
    except IntegrityError:
        found = find_customer(kind, value)
        if found is None:
            raise
        touch_customer(found, name=name, language=language, at=at)
        return found
    search.index_new_customer(customer, identity)
    record(events.CUSTOMER_MET, customer, at=at, quiet=quiet)
    return customer


def show_as(customer: Customer, kind: str, value: str, shown: str) -> None:
    """An account's name as it is now: people change them, their number stays."""
    if shown and Identity.objects.filter(kind=kind, value=value, claimed_by=0).exclude(shown=shown[:254]).update(shown=shown[:254]):
        search.index_customer(customer)


def touch_customer(customer: Customer, *, name: str, language: str, at: datetime) -> None:
    """Note a new contact: the time, the language they wrote in, a name when none was known."""
    changed = {}
    if at > customer.last_contact_at:
        changed["last_contact_at"] = customer.last_contact_at = at
    if language and language != customer.language and not chose_language(customer):
        changed["language"] = customer.language = language  # type: ignore[assignment]
    if name and not customer.name:
        changed["name"] = customer.name = isolate(clean(name))[:160]  # type: ignore[assignment]
    if changed:
        Customer.objects.filter(pk=customer.pk).update(**changed)
        if "name" in changed:
            search.index_customer(customer)


def chose_language(customer: Customer) -> bool:
    """Whether they said in which language they want to be written to: then it is not the one they happened to write in."""
    wishes = wishes_of(customer)
    return wishes is not None and bool(wishes.language)


@transaction.atomic
def add_customer(
    *, by: Any, name: str, identities: list[tuple[str, str]] = [], values: Mapping[int, Value | None] | None = None, **fields: Any  # noqa: B006 - never changed
) -> Customer:
    """A customer written down by hand. `identities` are (kind, as typed), `values` of the company's own fields. Raises NotAnAddress, Taken."""
    customer = Customer.objects.create(name=isolate(clean(name))[:160], **fields)
    for kind, value in identities:
        add_identity(customer, kind=kind, value=value, by=by)
    set_values(customer, values or {})
    search.index_customer(customer)
    record(events.CUSTOMER_MET, customer, by=by)
    return customer


@transaction.atomic
def add_identity(customer: Customer, *, kind: str, value: str, by: Any) -> Identity:
    """One more address. Raises NotAnAddress, or Taken when it is somebody else's: merging is a decision of people."""
    normal, shown = normal_identity(kind, value)
    owner = find_customer(kind, normal)
    if owner is not None and owner.pk != customer.pk:
        raise Taken(owner, kind)
    if owner is None:
        Identity.objects.filter(kind=kind, value=normal, claimed_by=customer.pk).update(claimed_by=0)
    identity, made = Identity.objects.get_or_create(kind=kind, value=normal, claimed_by=0, defaults={"customer": customer, "shown": shown})
    if identity.customer_id != customer.pk:  # somebody gave it to another customer between the two questions
        raise Taken(identity.customer, kind)
    if made:
        search.index_customer(customer)
        record(events.IDENTITY_ADDED, customer, by=by, value=shown)
    return identity


@transaction.atomic
def prove_identity(customer: Customer, *, kind: str, value: str) -> bool:
    """One more address that a provider says is the customer's own; returns whether it is theirs now.

    False when it is no address, or somebody else's by our books: merging is a decision of people."""
    try:
        add_identity(customer, kind=kind, value=value, by=None)
    except (NotAnAddress, Taken):
        return False
    return True


@transaction.atomic
def claim_identity(customer: Customer, *, kind: str, value: str) -> Identity | None:
    """An address that the customer says is theirs; None for what is none, and where they are known by it already.

    It takes nothing from whoever is known by it, and mail from there is not the customer's."""
    try:
        normal, shown = normal_identity(kind, value)
    except NotAnAddress:
        return None
    theirs = Identity.objects.filter(kind=kind, value=normal, customer=customer)
    if theirs.exists():
        return theirs.filter(claimed_by=customer.pk).first()
    identity, made = Identity.objects.get_or_create(
        kind=kind, value=normal, claimed_by=customer.pk, defaults={"customer": customer, "shown": shown}
    )
    if made:
        search.index_customer(customer)
        record(events.IDENTITY_CLAIMED, customer, value=shown)
    return identity


def prove_claim(customer: Customer, *, kind: str, value: str) -> bool:
    """Somebody wrote from an address that the customer had claimed, and had what only its owner was sent; returns whether they had."""
    claim = Identity.objects.filter(kind=kind, value=value, claimed_by=customer.pk)
    return claim.exists() and prove_identity(customer, kind=kind, value=value)


@transaction.atomic
def remove_identity(identity: Identity, *, by: Any) -> Event:
    """Take an address away from a customer. The event knows what brings it back (proving.return_identity), but for one only claimed."""
    customer, shown = identity.customer, str(identity)
    back: dict[str, Any] = {"of_kind": identity.kind, "raw": identity.value, "proof": identity.proof, "proven_at": identity.proven_at and identity.proven_at.isoformat()}
    identity.delete()
    search.index_customer(customer)
    return record(events.IDENTITY_REMOVED, customer, by=by, value=shown, **({} if identity.claimed_by else back))


@transaction.atomic
def edit_customer(
    customer: Customer, *, by: Any, version: int, values: Mapping[int, Value | None] | None = None, cause: str = "", **fields: Any
) -> Customer:
    """Change fields of a customer as it stood at `version`, and `values` of the company's own fields; `cause` says why the stage is another.

    Raises Overtaken with the current row; nothing is overwritten."""
    if "name" in fields:
        fields["name"] = isolate(clean(fields["name"]))[:160]
    before = {name: getattr(customer, name) for name in fields}
    changed = {name: value for name, value in fields.items() if value != before[name]}
    if not changed and not values and customer.version == version:
        return customer
    done = Customer.objects.filter(pk=customer.pk, version=version).update(**changed, version=F("version") + 1)
    current = Customer.objects.select_related("organisation").get(pk=customer.pk)
    if not done:
        raise Overtaken(current)
    if "stage" in changed:
        told: dict[str, Any] = {"cause": why} if (why := isolate(clean(cause)).strip()[:300]) else {}
        record(events.STAGE_CHANGED, current, by=by, before=str(before["stage"]), after=str(changed["stage"]), **told)
    own = [f"field-{number}" for number in set_values(current, values or {})]
    if changed.keys() - {"stage"} or own:
        record(events.CUSTOMER_EDITED, current, by=by, fields=sorted(changed.keys() - {"stage"}) + own)
    search.index_customer(current)
    return current


def named_organisation(name: str) -> Organisation | None:
    """The organisation called so (however typed), made when there is none; None for an empty name."""
    name = isolate(clean(name))[:160]
    if not fold(name):
        return None
    found = Organisation.objects.filter(folded=fold(name)).select_related("merged_into").order_by(F("merged_into").asc(nulls_first=True), "name", "pk").first()
    if found is not None and found.removed_at is not None:  # somebody belongs to it again
        Organisation.objects.filter(pk=found.pk).update(removed_at=None)
        found.removed_at = None
    return (found.merged_into or found) if found is not None else Organisation.objects.create(name=name, folded=fold(name))


@transaction.atomic
def edit_organisation(
    organisation: Organisation, *, by: Any, name: str, website: str = "", note: str = "", values: Mapping[int, Value | None] | None = None,
    version: int | None = None,
) -> Organisation:
    """Change an organisation (as it stood at `version`, where one is given), and under which words its customers are found.

    Raises NameTaken: joining is a decision of people; Overtaken with the row as it stands."""
    current = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    if version is not None and current.version != version:
        raise Overtaken(current)
    organisation, name = current, isolate(clean(name))[:160]
    other = Organisation.objects.filter(folded=fold(name), merged_into=None).exclude(pk=organisation.pk).first()
    if other is not None:
        raise NameTaken(other)
    fields = {"name": name, "website": website, "note": clean(note).strip()}
    changed = sorted(field for field, value in fields.items() if getattr(organisation, field) != value)
    changed += [f"field-{number}" for number in set_values(organisation, values or {})]
    if not changed:
        return organisation
    before = organisation.name
    for field, value in fields.items():
        setattr(organisation, field, value)
    organisation.folded, organisation.version = fold(name), organisation.version + 1
    organisation.save(update_fields=["name", "folded", "website", "note", "version"])
    record(events.ORGANISATION_EDITED, organisation, by=by, fields=changed, before=before)
    if "name" in changed:
        search.index_all(Customer.objects.filter(Q(organisation=organisation) | Q(belongings__organisation=organisation)).distinct())
    return organisation


def named_tag(name: str) -> Tag | None:
    """The tag called so (however typed), made when there is none; None for an empty name."""
    name = isolate(clean(name)).strip()[:40]
    return Tag.objects.get_or_create(folded=fold(name)[:60], defaults={"name": name})[0] if fold(name) else None


@transaction.atomic
def tag_customer(customer: Customer, name: str, *, by: Any) -> Tag | None:
    """Add a tag."""
    tag = named_tag(name)
    if tag is not None and not customer.tags.filter(pk=tag.pk).exists() and customer.tags.count() < MOST_TAGS:
        customer.tags.add(tag)
        search.index_customer(customer)
        record(events.CUSTOMER_TAGGED, customer, by=by, tag=tag.name)
    return tag


@transaction.atomic
def untag_customer(customer: Customer, tag: Tag, *, by: Any) -> None:
    """Take a tag away."""
    if customer.tags.filter(pk=tag.pk).exists():
        customer.tags.remove(tag)
        search.index_customer(customer)
        record(events.CUSTOMER_UNTAGGED, customer, by=by, tag=tag.name)


@transaction.atomic
def write_customer_note(customer: Customer, text: str, *, by: Any) -> CustomerNote:
    """Write down what our people should know of a customer."""
    note = CustomerNote.objects.create(customer=customer, text=clean(text).strip(), by=by)
    record(events.CUSTOMER_NOTED, customer, by=by, note=note.pk)
    return note


@transaction.atomic
def remove_customer_note(note: CustomerNote, *, by: Any) -> None:
    """Hide a note; history keeps that it was there."""
    if note.removed_at is None:
        note.removed_at = timezone.now()
        note.save(update_fields=["removed_at"])
        record(events.CUSTOMER_NOTE_REMOVED, note.customer, by=by, note=note.pk)


@transaction.atomic
def return_customer_note(note: CustomerNote, *, by: Any) -> None:
    """Bring a hidden note back."""
    if note.removed_at is not None:
        note.removed_at = None
        note.save(update_fields=["removed_at"])
        record(events.CUSTOMER_NOTE_RETURNED, note.customer, by=by, note=note.pk)
