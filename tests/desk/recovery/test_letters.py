"""An apology and its check, the request to sign it, and the signature: by plain forms, with what was typed kept whatever happens."""

import pytest

from sandali.cases.models import Direction, Draft, Message
from sandali.channels.models import Delivery
from sandali.resolution.models import Apology, Signing
from sandali.resolution.recovery import apologising
from sandali.resolution.recovery.queries import standing_rows
from tests.cast import make_case
from tests.desk.browsing import browser

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P12")]
SORRY = "سلام، ما بستهٔ شما را اشتباه فرستادیم و بابت آن عذر می‌خواهیم. امروز بستهٔ درست می‌رسد."


@pytest.fixture
def case(cast):
    return make_case(cast, kind="complaint", state="open", assignee=cast.sara)


def page(case, what="apology/"):
    return f"/cases/{case.pk}/recovery/{what}"


def asked(cast, case):
    return apologising.ask_to_sign(case, SORRY, by=cast.sara, signer=cast.nahid)


def drafts(case):
    return list(Draft.objects.filter(case=case, direction=Direction.OUT).values_list("person__name", "text"))


def test_the_page_opens_with_what_was_begun_and_names_who_may_sign(sara, cast, case):
    opened = sara.get(page(case))
    assert (opened.context["form"].initial["text"], opened.context["checked"]) == ("", False)
    sara.post(page(case), {"text": SORRY, "do": "check"})
    opened = sara.get(page(case))
    assert (opened.context["form"].initial["text"], opened.context["apologises"]) == (SORRY, True)
    assert [one.name for one in opened.context["people"]] == ["Ladan", "Nahid"]


def test_the_check_says_what_an_apology_lacks_and_blocks_nothing(sara, cast, case):
    poor = "اگر ناراحت شدید متأسفیم."
    part = sara.post(page(case, "apology/check/"), {"text": poor}, headers={"HX-Request": "true", "HX-Target": "div#apology-check"})
    assert (part.status_code, len(part.context["advice"]) > 0) == (200, True) if part.context else part.status_code == 200
    assert sara.post(page(case), {"text": poor, "do": "send", "key": "k", "seen": case.last_message_id}).status_code == 303
    assert Message.objects.filter(direction=Direction.OUT).count() == 1


def test_sent_in_ones_own_name_it_is_the_step_and_can_be_taken_back(sara, cast, case):
    given = {"text": SORRY, "do": "send", "key": "k", "seen": case.last_message_id}
    answer = sara.post(page(case), given)
    message = Message.objects.get(direction=Direction.OUT)
    assert (answer.status_code, answer["Location"], [row[0] for row in standing_rows(case)]) == (303, f"/cases/{case.pk}/", ["apologise"])
    assert f"/messages/{message.pk}/withdrawal/" in sara.get(f"/cases/{case.pk}/").content.decode()
    assert (sara.post(page(case), given).status_code, Delivery.objects.count()) == (303, 1)
    sara.post(f"/cases/{case.pk}/messages/{message.pk}/withdrawal/")
    assert standing_rows(case) == []


def test_what_the_customer_wrote_meanwhile_stops_it_and_the_text_stays(sara, cast, case):
    seen = case.last_message_id
    Message.objects.create(case=case, direction=Direction.IN, at=case.waiting_since, text="دیگر نمی‌خواهم", customer=cast.mina, channel=cast.channel)
    case.last_message_id = Message.objects.latest("pk").pk
    case.save()
    answer = sara.post(page(case), {"text": SORRY, "do": "send", "key": "k", "seen": seen})
    assert (answer.status_code, SORRY in answer.content.decode(), "دیگر نمی‌خواهم" in answer.content.decode(), Delivery.objects.count()) == (409, True, True, 0)
    assert drafts(case) == [("Sara", SORRY)]


@pytest.mark.parametrize("text", ["", "  ", "\x01"])
def test_an_apology_without_words_is_none(sara, cast, case, text):
    answers = [sara.post(page(case), {"text": text, "do": do, "signer": cast.nahid.pk, "key": "k", "seen": case.last_message_id}).status_code for do in ("send", "sign")]
    assert (answers, Delivery.objects.count(), Apology.objects.count()) == ([422, 422], 0, 0)


def test_a_customer_whom_nothing_reaches_cannot_be_sent_one_and_the_text_stays(sara, cast, case):
    cast.mina.identities.all().delete()
    answer = sara.post(page(case), {"text": SORRY, "do": "send", "key": "k", "seen": case.last_message_id})
    assert (answer.status_code, SORRY in answer.content.decode(), Delivery.objects.count()) == (422, True, 0)


@pytest.mark.parametrize("signer", ["", "999999", "x"])
def test_it_is_signed_by_somebody_senior_and_by_nobody_else(sara, cast, case, signer):
    answers = [sara.post(page(case), {"text": SORRY, "do": "sign", "signer": who}) for who in (signer, cast.reza.pk)]
    assert ([answer.status_code in (400, 422) for answer in answers], Apology.objects.count()) == ([True, True], 0)


def test_given_to_somebody_senior_nothing_leaves_until_they_sign_with_their_own_words(sara, nahid, cast, case):
    assert sara.post(page(case), {"text": SORRY, "do": "sign", "signer": cast.nahid.pk}).status_code == 303
    one = Apology.objects.get()
    assert (one.state, Delivery.objects.count(), drafts(case)) == (Signing.ASKED, 0, [])
    address = page(case, f"signatures/{one.pk}/")
    assert address in nahid.get(f"/cases/{case.pk}/").content.decode()
    opened = nahid.get(address)
    assert (opened.context["is_mine"], opened.context["is_open"], SORRY in opened.content.decode()) == (True, True, True)
    own = SORRY + " خودم پیگیرم."
    assert nahid.post(address, {"text": own, "version": one.version, "seen": case.last_message_id}).status_code == 303
    one.refresh_from_db()
    sent = Delivery.objects.get().payload["text"]
    assert (one.state, "خودم پیگیرم" in sent, "Nahid" in sent, one.message.author.name) == (Signing.SIGNED, True, True, "Nahid")
    assert f"/messages/{one.message.pk}/withdrawal/" in nahid.get(f"/cases/{case.pk}/").content.decode()


def test_who_asked_reads_along_and_cannot_sign(sara, cast, case):
    one = asked(cast, case)
    address = page(case, f"signatures/{one.pk}/")
    assert sara.get(address).context["is_mine"] is False
    assert [sara.post(address, {"text": SORRY}).status_code, sara.post(f"{address}decline/", {"word": "x"}).status_code] == [403, 403]
    assert Apology.objects.get().state == Signing.ASKED


@pytest.mark.parametrize("text", ["", "\x01"])
def test_a_signature_needs_words_above_it(nahid, cast, case, text):
    one = asked(cast, case)
    assert nahid.post(page(case, f"signatures/{one.pk}/"), {"text": text, "version": 1}).status_code == 422
    assert (Apology.objects.get().state, Delivery.objects.count()) == (Signing.ASKED, 0)


def test_declined_with_a_word_the_writer_has_the_text_again(nahid, cast, case):
    one = asked(cast, case)
    address = page(case, f"signatures/{one.pk}/decline/")
    assert (nahid.post(address, {"word": " ", "version": 1}).status_code, Apology.objects.get().state) == (303, Signing.ASKED)
    nahid.post(address, {"word": "نام کالا را بگویید", "version": 1})
    one.refresh_from_db()
    assert (one.state, one.word, drafts(case)) == (Signing.DECLINED, "نام کالا را بگویید", [("Sara", SORRY)])


def test_withdrawn_by_its_writer_it_is_in_their_form_again_and_the_page_says_so(sara, nahid, cast, case):
    one = asked(cast, case)
    sara.post(page(case, f"signatures/{one.pk}/withdrawal/"), {"version": 1})
    assert (Apology.objects.get().state, drafts(case)) == (Signing.WITHDRAWN, [("Sara", SORRY)])
    late = nahid.post(page(case, f"signatures/{one.pk}/"), {"text": "نوشتهٔ من", "version": 1})
    assert (late.status_code, "نوشتهٔ من" in late.content.decode(), Delivery.objects.count()) == (409, True, 0)
    assert [nahid.post(page(case, f"signatures/{one.pk}/decline/"), {"word": "x", "version": 1}).status_code, sara.post(page(case, f"signatures/{one.pk}/withdrawal/"), {"version": 1}).status_code] == [303, 303]
    assert Apology.objects.get().state == Signing.WITHDRAWN


def test_what_the_customer_wrote_meanwhile_is_read_before_it_is_signed(nahid, cast, case):
    one, seen = asked(cast, case), case.last_message_id
    Message.objects.create(case=case, direction=Direction.IN, at=case.waiting_since, text="دیگر نمی‌خواهم", customer=cast.mina, channel=cast.channel)
    type(case).objects.filter(pk=case.pk).update(last_message_id=Message.objects.latest("pk").pk)
    answer = nahid.post(page(case, f"signatures/{one.pk}/"), {"text": "نوشتهٔ من", "version": 1, "seen": seen})
    assert (answer.status_code, "نوشتهٔ من" in answer.content.decode(), "دیگر نمی‌خواهم" in answer.content.decode(), Delivery.objects.count()) == (409, True, True, 0)


def test_who_may_not_answer_the_case_finds_none_of_it(cast, case):
    one = asked(cast, case)
    addresses = [page(case), page(case, f"signatures/{one.pk}/")]
    assert [browser(cast.parvaneh).get(address).status_code for address in addresses] == [403, 403]
    private = make_case(cast, department=cast.accounting)
    assert [browser(cast.sara).get(page(private)).status_code, browser(cast.sara).get(page(private, f"signatures/{one.pk}/")).status_code] == [404, 404]
