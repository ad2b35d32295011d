"""A letter that reads like many others is noticed; what came from knowledge is not held against it (P18)."""

import pytest
from django.db import connection
from django.utils import timezone

from sandali.cases.models import Direction, Message
from sandali.knowledge.actions import write_entry
from sandali.knowledge.models import Use
from sandali.resolution.letters import prints
from sandali.resolution.letters.prints import forget_prints, print_letters, reads_like, store_prints
from sandali.resolution.models import LetterBand, LetterPrint
from tests.cast import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P18")]
TEMPLATE = (
    "با سلام و احترام، از این که با ما تماس گرفتید سپاسگزاریم. درخواست شما در دست بررسی است و همکاران ما در اولین فرصت "
    "با شما تماس خواهند گرفت. از صبر و شکیبایی شما متشکریم. سفارش شما {number} است."
)
OWN = "خانم کریمی، دیروز خودم به انبار زنگ زدم؛ بسته‌ی شما اشتباهی به مشهد رفته بود و امروز صبح برگشت. فردا پیش از ظهر می‌رسد."
FACT = "برای بازگرداندن کالا هفت روز وقت دارید. کالا را در بسته‌ی اصلی بگذارید و به نشانی انبار در جاده‌ی مخصوص بفرستید."


def sent(case, text):
    """A letter that left."""
    return Message.objects.create(case=case, direction=Direction.OUT, at=timezone.now(), text=text)


def test_a_template_is_noticed_and_a_letter_of_ones_own_is_not(cast):
    for number in range(14):
        sent(make_case(cast), TEMPLATE.format(number=number + 100))
    case = make_case(cast)
    assert print_letters() == 14
    assert [reads_like(text, case=case.pk) for text in (TEMPLATE.format(number=9), OWN, "سلام، ممنون")] == [14, 0, 0]


def test_letters_of_the_same_case_and_those_taken_back_do_not_count(cast):
    case, other = make_case(cast), make_case(cast)
    sent(case, TEMPLATE)
    gone = sent(other, TEMPLATE)
    print_letters()
    assert reads_like(TEMPLATE, case=case.pk) == 1
    Message.objects.filter(pk=gone.pk).update(withdrawn_at=timezone.now())
    assert reads_like(TEMPLATE, case=case.pk) == 0


def test_what_was_inserted_from_knowledge_is_no_template(cast):
    fact = write_entry(by=cast.sara, kind="fact", title="بازگشت", text=FACT, language="fa")
    for _number in range(4):
        case = make_case(cast)
        Use.objects.create(entry=fact, case_number=case.pk, person=cast.sara)
        sent(case, f"{OWN}\n{FACT}")
    print_letters()
    case = make_case(cast)
    assert reads_like(FACT, case=case.pk) == 0
    assert reads_like(f"{FACT}\n{TEMPLATE}", case=case.pk) == 0


def test_each_letter_is_printed_once_and_the_oldest_are_forgotten(cast):
    letters = [sent(make_case(cast), TEMPLATE) for _number in range(5)]
    assert [print_letters(most=3), print_letters(most=3), print_letters(most=3)] == [3, 2, 0]
    assert (LetterPrint.objects.count(), LetterBand.objects.count()) == (5, 80)
    assert forget_prints(kept=2) == 3
    assert list(LetterPrint.objects.order_by("pk").values_list("pk", flat=True)) == [one.pk for one in letters[-2:]]
    assert LetterBand.objects.count() == 32


def test_notes_and_automatic_mail_are_no_letters(cast):
    case = make_case(cast)
    Message.objects.create(case=case, direction=Direction.NOTE, text=TEMPLATE)
    Message.objects.create(case=case, direction=Direction.OUT, automatic="ack", text=TEMPLATE)
    assert print_letters() == 0


def test_prints_are_reckoned_while_others_can_write(cast, monkeypatch):
    sent(make_case(cast), TEMPLATE)
    within, reckoned = [], prints.fingerprint
    monkeypatch.setattr(prints, "fingerprint", lambda text: within.append(list(connection.savepoint_ids)) or reckoned(text))
    assert (print_letters(), within) == (1, [list(connection.savepoint_ids)])


def test_a_print_that_another_worker_kept_meanwhile_stays(cast):
    letter = sent(make_case(cast), TEMPLATE)
    print_letters()
    store_prints({letter.pk: prints.fingerprint(OWN)})
    assert (bytes(LetterPrint.objects.get().print), LetterBand.objects.count()) == (prints.packed(prints.fingerprint(TEMPLATE)), 16)
