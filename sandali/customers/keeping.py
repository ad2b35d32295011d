"""What this room keeps of a customer, for erasing and exporting (see erasing.py)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext_lazy as _

from sandali.customers.duplicates.kept import take_keys_away
from sandali.customers.erasing import Kept
from sandali.customers.models import (
    AgainstWish,
    Begun,
    Belonging,
    Consent,
    Customer,
    CustomerFile,
    CustomerNote,
    FieldValue,
    Identity,
    KeysOf,
    LikelyPair,
    Merging,
    Wishes,
)

KEPT: Final = (
    Kept(Wishes, "customer", _("Wishes about how to be reached"), goes=True),
    Kept(Consent, "customer", _("Words of consent"), blank=("words",), stays=("way",)),
    Kept(Begun, "customer", "", stays=("way",)),
    Kept(AgainstWish, "customer", "", blank=("reason",), stays=("what", "way")),
    Kept(CustomerNote, "customer", _("Notes"), blank=("text",)),
    Kept(CustomerFile, "customer", _("Files"), goes=True),
    Kept(Belonging, "customer", _("Organisations"), goes=True),
    Kept(FieldValue, "customer", _("Fields of our own"), goes=True),
    Kept(Identity, "customer", _("Addresses"), goes=True),
    Kept(KeysOf, "customer", "", goes=True),
    Kept(LikelyPair, "one", "", goes=True),
    Kept(LikelyPair, "other", "", goes=True),
    Kept(Merging, "source", "", blank=("kept",)),  # of the records that live on in theirs; they are not set apart any more
    Kept(Merging, "target", "", blank=("kept",)),
    Kept(Customer, "pk", "", blank=("name", "job_title", "city", "language")),
)


def files_of(customer: int) -> Iterator[tuple[int, str, str]]:
    """(number, name, sha256) of the files that stand with them, removed ones too. Their bytes go with those of their cases
    (cases/keeping.py), which knows who else has the same."""
    yield from CustomerFile.objects.filter(customer_id=customer).order_by("pk").values_list("pk", "name", "sha256")


def forget_keys(customer: int) -> None:
    """By what somebody was compared with others."""
    take_keys_away([customer])


STEPS: Final = (forget_keys,)
