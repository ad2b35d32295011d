"""The composer: who else has the answer, and what of a draft any other browser shows again."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from sandali.cases.models import Draft, Message
from sandali.channels.actions import outgoing_of
from sandali.channels.models import Delivery
from tests.cast import make_case
from tests.desk.cases.test_composing import PAPER, returned_tokens, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def sara(client, cast):
    client.force_login(cast.sara)
    return client


def with_others(case, *values):
    """The case's letter went to these too."""
    Message.objects.filter(case=case).update(others=[{"role": "cc", "name": "", "value": value} for value in ("support@simorgh.example", *values)])


def test_who_else_was_in_a_letter_is_said_and_offered_and_gets_nothing_by_itself(sara, cast):
    case = make_case(cast)
    with_others(case, "ali@b.example")
    page = sara.get(f"/cases/{case.pk}/").content.decode()
    assert ('class="also-to"' in page, page.count('name="copy" value="ali@b.example"'), 'value="ali@b.example" checked' in page) == (True, 1, False)
    send(sara, case)
    assert outgoing_of(Delivery.objects.get()).cc == ()


def test_copies_that_are_ticked_and_typed_leave_and_are_ticked_again_next_time(sara, cast):
    case = make_case(cast)
    with_others(case, "ali@b.example")
    send(sara, case, copy="ali@b.example", cc="c@d.example")
    assert [party.value for party in outgoing_of(Delivery.objects.get()).cc] == ["ali@b.example", "c@d.example"]
    page = sara.get(f"/cases/{case.pk}/").content.decode()
    assert [f'value="{value}" checked' in page for value in ("ali@b.example", "c@d.example")] == [True, True]


def test_copies_of_an_answer_that_was_taken_back_are_ticked_in_the_form_again(sara, cast):
    case = make_case(cast)
    send(sara, case, cc="c@d.example")
    message = Message.objects.get(direction="out")
    sara.post(f"/cases/{case.pk}/messages/{message.pk}/withdrawal/")
    page = sara.get(f"/cases/{case.pk}/").content.decode()
    assert ('value="c@d.example" checked' in page, ">سلام</textarea>" in page) == (True, True)


@pytest.mark.parametrize("fields", [{"cc": "nobody"}, {"cc": "support@simorgh.example"}, {"cc": "c@d.example", "after": "answered"}])
def test_copies_that_cannot_be_sent_keep_the_form_as_it_was(sara, cast, fields):
    case = make_case(cast)
    with_others(case, "ali@b.example")
    answer = send(sara, case, copy="ali@b.example", **fields)
    page = answer.content.decode()
    assert (answer.status_code, Delivery.objects.count(), 'value="ali@b.example" checked' in page, f'>{fields["cc"]}</textarea>' in page) == (422, 0, True, True)


@pytest.mark.reliability("D9")
def test_a_note_that_was_an_answer_with_copies_goes_to_nobody(sara, cast):
    case = make_case(cast)
    send(sara, case, kind="note", cc="c@d.example", copy="ali@b.example")
    assert (Message.objects.get(direction="note").others, Delivery.objects.count()) == ([], 0)


def test_hidden_copies_stand_below_the_answer_for_us_and_come_back_when_it_is_taken_back(sara, cast):
    case = make_case(cast)
    send(sara, case, bcc="c@d.example")
    message = Message.objects.get(direction="out")
    assert [party.value for party in outgoing_of(message.delivery).bcc] == ["c@d.example"]
    page = sara.get(f"/cases/{case.pk}/").content.decode()
    assert (page.count("c@d.example"), ">c@d.example</textarea>" in page) == (1, False)  # never again by itself
    sara.post(f"/cases/{case.pk}/messages/{message.pk}/withdrawal/")
    assert ">c@d.example</textarea>" in sara.get(f"/cases/{case.pk}/").content.decode()


def test_what_asks_the_customer_has_no_hidden_copies_either(sara, cast):
    case = make_case(cast)
    assert (send(sara, case, bcc="c@d.example", after="answered").status_code, Delivery.objects.count()) == (422, 0)


def drafted(client, case, **fields):
    return client.post(f"/cases/{case.pk}/draft/", {"kind": "reply", "text": "نیمه‌کاره", "key": "k1", "along": "1", **fields})


def test_a_draft_keeps_its_copies_and_files_for_any_other_browser(sara, cast, client):
    case = make_case(cast)
    with_others(case, "ali@b.example")
    tiles = drafted(sara, case, copy="ali@b.example", cc="c@d.example", bcc="e@f.example", files=[SimpleUploadedFile(*PAPER)])
    assert (tiles.status_code, len(returned_tokens(tiles.content.decode()))) == (200, 1)
    page = sara.get(f"/cases/{case.pk}/").content.decode()
    shown = ('value="ali@b.example" checked', ">c@d.example</textarea>", ">e@f.example</textarea>", ">نیمه‌کاره</textarea>", "رسید.pdf")
    assert [part in page for part in shown] == [True] * 5
    [token] = returned_tokens(page)
    assert drafted(sara, case, text="نیمه‌کاره ولی بیشتر", returned=token).status_code == 204
    assert [file["name"] for file in Draft.objects.get().files] == ["رسید.pdf"]
    send(sara, case, text="تمام", returned=token, cc="c@d.example")
    assert (Draft.objects.count(), Message.objects.get(direction="out").file_count) == (0, 1)


def test_a_file_alone_is_a_draft_too_and_one_that_is_unticked_is_none(sara, cast):
    case = make_case(cast)
    [token] = returned_tokens(drafted(sara, case, text="", files=[SimpleUploadedFile(*PAPER)]).content.decode())
    assert returned_tokens(sara.get(f"/cases/{case.pk}/").content.decode()) != []
    drafted(sara, case, text="", returned=token)
    assert Draft.objects.count() == 1
    drafted(sara, case, text="")
    assert Draft.objects.count() == 0


def test_a_text_that_comes_late_from_a_device_leaves_copies_and_files_as_they_are(sara, cast):
    case = make_case(cast)
    drafted(sara, case, cc="c@d.example", files=[SimpleUploadedFile(*PAPER)])
    sara.post(f"/cases/{case.pk}/draft/", {"kind": "reply", "text": "نیمه‌کاره و بعد"})
    draft = Draft.objects.get()
    assert (draft.text, draft.copies["cc"], [file["name"] for file in draft.files]) == ("نیمه‌کاره و بعد", "c@d.example", ["رسید.pdf"])


@override_settings(MAX_UPLOAD=5)
def test_a_file_that_is_too_large_for_a_draft_is_refused_in_words_and_nothing_is_kept(sara, cast):
    case = make_case(cast)
    answer = drafted(sara, case, text="", files=[SimpleUploadedFile(*PAPER)])
    assert (answer.status_code, answer.content.decode().endswith("."), Draft.objects.count()) == (422, True, 0)


def test_what_is_still_being_uploaded_when_the_answer_is_sent_makes_no_draft_behind_it(sara, cast):
    case = make_case(cast)
    send(sara, case)
    assert drafted(sara, case, files=[SimpleUploadedFile(*PAPER)]).status_code == 204
    assert Draft.objects.count() == 0
