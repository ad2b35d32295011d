"""The form by which something is forwarded, and how it stands in the thread."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sandali.cases.actions.adding import store_file
from sandali.cases.actions.forwarding import forward
from sandali.cases.models import Attachment, Message
from sandali.channels.actions import outgoing_of
from sandali.channels.adapter import Party
from sandali.channels.models import Delivery
from tests.cast import make_case

pytestmark = pytest.mark.django_db
SUPPLIER = "parts@supplier.example"


@pytest.fixture
def sara(client, cast):
    client.force_login(cast.sara)
    return client


@pytest.fixture
def case(cast):
    made = make_case(cast, messages=2)
    for message in made.messages.order_by("pk"):
        stored = store_file(f"{message.text}.txt", "text/plain", message.text.encode())
        Attachment.objects.create(message=message, name=stored.name, content_type="text/plain", size=stored.size, sha256=stored.sha256)
    return made


def address(case, **query):
    return f"/cases/{case.pk}/forwarding/" + "".join(f"?{name}={value}" for name, value in query.items())


def send(client, case, **fields):
    return client.post(address(case), {"to": SUPPLIER, "subject": "Fwd: x", "text": "لطفاً", "passed_on": "متن", "key": "k1", **fields})


def chosen(html):
    return html.count('name="file"'), html.count('checked><span class="file-name"')


def test_one_message_is_proposed_with_its_files_and_without_addresses(sara, case):
    message = case.messages.order_by("pk").first()
    message.quoted = "نامهٔ پیشین"
    message.save(update_fields=["quoted"])
    html = sara.get(address(case, message=message.pk)).content.decode()
    assert ["پیام 1" in html, "پیام 2" in html.replace("پیام 2.txt", ""), "نامهٔ پیشین" in html, "mina@example.com" in html] == [True, False, False, False]
    assert (chosen(html), 'value="Fwd: سفارش نرسیده"' in html) == ((2, 1), True)


def test_the_conversation_is_proposed_whole_and_files_by_choice(sara, case):
    html = sara.get(address(case)).content.decode()
    assert (["پیام 1\n" in html, "پیام 2<" in html], chosen(html)) == ([True, True], (2, 0))


def test_what_is_sent_leaves_with_the_files_that_were_ticked_and_new_ones(sara, case):
    file = Attachment.objects.order_by("pk").first()
    answer = send(sara, case, file=file.pk, files=[SimpleUploadedFile("نو.txt", b"new")])
    outgoing = outgoing_of(Delivery.objects.get())
    assert (answer.status_code, [one.name for one in outgoing.files], outgoing.to.value) == (303, ["پیام 1.txt", "نو.txt"], SUPPLIER)
    page = sara.get(f"/cases/{case.pk}/").content.decode()
    assert (page.count(f'<bdi class="ltr">{SUPPLIER}</bdi>'), page.count('class="message agent beside"')) == (1, 1)


@pytest.mark.parametrize("fields", [{"to": "mina@example.com"}, {"to": ""}, {"text": "", "passed_on": "", "file": (), "files": ()}, {"key": ""}])
def test_what_cannot_be_sent_comes_back_as_it_was_with_a_sentence(sara, case, fields):
    file = Attachment.objects.order_by("pk").last()
    answer = send(sara, case, **{"file": file.pk, "files": [SimpleUploadedFile("نو.txt", b"new")]} | fields)
    html = answer.content.decode()
    assert (answer.status_code, Delivery.objects.count(), "field-error" in html or "banner" in html) == (422, 0, True)
    if "file" not in fields:
        assert f'value="{file.pk}" checked' in html
    if fields.get("to") == "mina@example.com":
        assert "نو.txt" in html


def test_a_file_of_another_case_or_of_a_note_never_goes_along(sara, case, cast):
    other = make_case(cast)
    stored = store_file("راز.txt", "text/plain", b"secret")
    for message in (other.messages.get(), Message.objects.create(case=case, direction="note", text="", author=cast.sara)):
        Attachment.objects.create(message=message, name=stored.name, content_type="text/plain", size=stored.size, sha256=stored.sha256)
    send(sara, case, file=[file.pk for file in Attachment.objects.filter(name="راز.txt")])
    assert outgoing_of(Delivery.objects.get()).files == ()


def test_taken_back_it_stands_in_its_form_again(sara, case):
    file = Attachment.objects.order_by("pk").first()
    send(sara, case, file=file.pk)
    message = Message.objects.get(direction="fwd")
    answer = sara.post(f"/cases/{case.pk}/messages/{message.pk}/withdrawal/")
    assert (answer.status_code, answer["Location"]) == (303, address(case, again=message.pk))
    html = sara.get(answer["Location"]).content.decode()
    assert [part in html for part in (f'value="{SUPPLIER}"', 'value="Fwd: x"', ">\nلطفاً</textarea>", ">\nمتن</textarea>", f'value="{file.pk}" checked')] == [True] * 5


def test_a_letter_of_another_case_a_note_and_what_a_colleague_took_back_cannot_be_named(sara, case, cast):
    other = make_case(cast)
    note = Message.objects.create(case=case, direction="note", text="یادداشت", author=cast.sara)
    theirs = forward(case, Party("email", SUPPLIER, ""), "x", "", subject="x", by=cast.reza, dedupe_key="1")
    sara.post(f"/cases/{case.pk}/messages/{theirs.pk}/withdrawal/")
    found = [sara.get(address(case, message=pk)).status_code for pk in (other.messages.get().pk, note.pk, "x", theirs.pk)]
    assert [*found, sara.get(address(case, again=theirs.pk)).status_code] == [404] * 5


def test_their_answer_stands_apart_and_leads_to_the_form_that_answers_them(sara, case, cast):
    came = Message.objects.create(case=case, direction="third", text="شنبه", from_value=SUPPLIER, from_name="انبار", external_id="x@supplier.example")
    page = sara.get(f"/cases/{case.pk}/").content.decode()
    assert (page.count('class="message customer beside"'), page.count(f"{address(case, message=came.pk)}\""), "From another address" in page) == (1, 1, False)
    html = sara.get(address(case, message=came.pk)).content.decode()
    assert (f'value="{SUPPLIER}"' in html, 'value="Re: سفارش نرسیده"' in html, chosen(html)) == (True, True, (2, 0))


def test_a_case_on_paper_leaves_both_out_unless_notes_are_asked_for(sara, case, cast):
    forward(case, Party("email", SUPPLIER, ""), "محرمانه", "", subject="x", by=cast.sara, dedupe_key="1")
    Message.objects.create(case=case, direction="third", text="شنبه می‌رسد", from_value=SUPPLIER)
    found = [[word in sara.get(f"/cases/{case.pk}/print/{query}").content.decode() for word in ("محرمانه", "شنبه می‌رسد")] for query in ("", "?notes=yes")]
    assert found == [[False, False], [True, True]]


@pytest.mark.parametrize("who, status", [("parvaneh", 403), ("omid", 404)])
def test_who_may_not_answer_may_not_forward(client, cast, case, who, status):
    client.force_login(getattr(cast, who))
    assert (client.get(address(case)).status_code, send(client, case).status_code, Delivery.objects.count()) == (status, status, 0)
