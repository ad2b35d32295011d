"""What is sold goes with the case out of which it came."""

from django.apps import apps
from django.conf import settings
from django.db.models import BigIntegerField

from sandali.cases.actions import record_contact
from sandali.cases.actions.regrouping import merge_cases, split_case, undo_regrouping
from sandali.cases.models import Case, Message
from sandali.sales.models import Deal, Quote
from tests.cast import make_case
from tests.sales.things import make_deal, make_quote


def test_every_number_of_a_case_that_is_no_reference_says_what_becomes_of_it():
    found = {
        f"{model._meta.label}.{field.attname}"
        for model in apps.get_models() for field in model._meta.concrete_fields
        if isinstance(field, BigIntegerField) and not field.is_relation and field.name in ("case", "case_number")
    }  # fmt: skip
    assert found == set(settings.CASE_COLUMNS)


def numbers(*rows) -> list[int]:
    """The cases that these rows name now."""
    return [type(row).objects.get(pk=row.pk).case for row in rows]


def test_deal_and_quote_go_where_their_case_lives_on_and_come_back(cast):
    source, target = make_case(cast), make_case(cast)
    deal, other = make_deal(cast), make_deal(cast)
    quote = make_quote(cast, deal)
    Deal.objects.filter(pk=deal.pk).update(case=source.pk)
    Deal.objects.filter(pk=other.pk).update(case=target.pk)
    Quote.objects.filter(pk=quote.pk).update(case=source.pk)
    made = merge_cases(source, target, by=cast.sara)
    assert numbers(deal, other, quote) == [target.pk] * 3
    undo_regrouping(made, by=cast.sara)
    assert numbers(deal, other, quote) == [source.pk, target.pk, source.pk]


def test_a_deal_that_somebody_moved_meanwhile_stays_there(cast):
    source, target, third = (make_case(cast) for _number in range(3))
    deal = make_deal(cast)
    Deal.objects.filter(pk=deal.pk).update(case=source.pk)
    made = merge_cases(source, target, by=cast.sara)
    Deal.objects.filter(pk=deal.pk).update(case=third.pk)
    undo_regrouping(made, by=cast.sara)
    assert numbers(deal) == [third.pk]


def test_a_quote_goes_with_the_message_that_brought_it_when_a_case_is_split(cast):
    case = make_case(cast)
    said = record_contact(case, "پیشنهاد", by=cast.sara, direction="visit", channel=cast.counter)
    sent, draft = make_quote(cast), make_quote(cast)
    Quote.objects.filter(pk=sent.pk).update(case=case.pk, message=said.pk)
    Quote.objects.filter(pk=draft.pk).update(case=case.pk)
    made = split_case(Case.objects.get(pk=case.pk), [said.pk], by=cast.sara, subject="پیشنهاد")
    assert (numbers(sent, draft), Message.objects.get(pk=said.pk).case_id) == ([made.target_id, case.pk], made.target_id)
    undo_regrouping(made, by=cast.sara)
    assert numbers(sent, draft) == [case.pk, case.pk]
