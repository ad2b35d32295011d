"""What this room holds of tags (settings.TAG_HOLDERS): customers and organisations carry them, segments name them."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from sandali.customers.models import Customer, Organisation, Segment
from sandali.customers.tags.holders import Carrying, Naming


def named(asked: Any) -> set[str]:
    """The numbers of tags in a question about customers."""
    return {str(one["values"]["tag"]) for one in asked.get("of", ()) if "tag" in one["values"]}


def swapped(asked: Any, old: str, to: str) -> Any:
    """The question with another tag."""
    of = [one | {"values": one["values"] | {"tag": int(to)}} if str(one["values"].get("tag")) == old else one for one in asked.get("of", ())]
    return asked | {"of": of}


CARRYING: Final = (
    Carrying("customer", _("Customers"), Customer.tags.through, "customer_id"),
    Carrying("organisation", _("Organisations"), Organisation.tags.through, "organisation_id"),
)
NAMING: Final = (Naming("segment", _("Segments"), Segment, "asked", False, named, swapped, {"removed_at": None}),)
