"""What this room keeps of a customer, for erasing and exporting (see erasing.py)."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from sandali.customers.erasing import Kept
from sandali.customers.models import (
    AgainstWish,
    Begun,
    Consent,
    Customer,
    CustomerNote,
    FieldValue,
    Identity,
    Wishes,
)

KEPT: Final = (
    Kept(Wishes, "customer", _("Wishes about how to be reached"), goes=True),
    Kept(Consent, "customer", _("Words of consent"), blank=("words",), stays=("way",)),
    Kept(Begun, "customer", "", stays=("way",)),
    Kept(AgainstWish, "customer", "", blank=("reason",), stays=("what", "way")),
    Kept(CustomerNote, "customer", _("Notes"), blank=("text",)),
    Kept(FieldValue, "customer", _("Fields of our own"), goes=True),
    Kept(Identity, "customer", _("Addresses"), goes=True),
    Kept(Customer, "pk", "", blank=("name", "job_title", "city", "language")),
)
