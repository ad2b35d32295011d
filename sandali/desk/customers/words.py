"""Sentences about customers that lead somewhere."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.customers.actions import Taken
from sandali.customers.models import Customer
from sandali.desk.customers.forms import belongs_to
from sandali.kit.markup_text import format_html


def owner_sentence(taken: Taken) -> Any:
    """Whose an address is, with the way there."""
    return belongs_to(_("This address already belongs to {name}."), str(taken.customer), reverse("customer", args=[taken.customer.pk]))


def look_at_both(customer: Customer, taken: Taken) -> Any:
    """The same, with the way to both records side by side for whoever may put them together: nothing is merged by the way."""
    url = f"{reverse('customer_merging', args=[customer.pk])}?with={taken.customer.pk}"
    return format_html('{} <a class="link" href="{}">{}</a>', owner_sentence(taken), url, _("Look at both records"))
