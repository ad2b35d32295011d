"""A quote goes to the customer in an answer of a case: both or neither."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from sandali.cases.actions.answering import reply
from sandali.cases.contact import language_of
from sandali.cases.models import Case, Message
from sandali.kit.digits import localize_digits
from sandali.sales.actions.quotes import link_of, release_quote
from sandali.sales.models import Quote


@transaction.atomic
def send_quote(quote: Quote, case: Case, text: str, *, by: Any, version: int | None) -> Message:
    """Answer with a quote, whose link stands below the words. What the answer may not do, the quote does not either.

    Raises CannotAnswer, NotSellable, Overtaken."""
    if quote.deal.customer_id != case.customer_id:
        raise ValueError("the quote is for somebody else than the case's customer")
    language = language_of(case)
    with translation.override(language):
        words = _("Our quote %(number)s; there you can accept or decline it:") % {"number": localize_digits(quote.number, language)}
    below = f"---\n\n{words}\n\n<{link_of(quote)}>"
    release_quote(quote, by=by, version=version)
    message = reply(case, text, by=by, dedupe_key=f"quote:{quote.pk}:{quote.version}", below=below)
    Quote.objects.filter(pk=quote.pk).update(case=case.pk, message=message.pk)
    return message
