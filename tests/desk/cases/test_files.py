"""What came along, handed out without ever running on our origin (RELIABILITY E)."""

from base64 import b64encode
from io import BytesIO

import pytest
from PIL import Image

from sandali.cases.actions import receive_arrival
from sandali.cases.actions.adding import add_message, store_file
from sandali.cases.models import Attachment, Message
from sandali.channels.actions import store_arrival
from sandali.channels.models import Channel
from sandali.desk.cases.mail_bodies import file_of_token, picture_url
from tests import pdfs
from tests.cast import make_case

pytestmark = pytest.mark.django_db
HTML = b"""From: Mina <mina@example.com>\r\nTo: support@simorgh.example\r\nSubject: order\r\nMessage-ID: <h1@example.com>\r
MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r
<p onclick="x()">Hello <b>there</b></p><script>alert(1)</script><img src="https://tracker.example/p.png"><img src="cid:logo@x">\r
--b\r\nContent-Type: image/png\r\nContent-ID: <logo@x>\r\nContent-Disposition: inline; filename=logo.png\r\nContent-Transfer-Encoding: base64\r\n\r
PICTURE\r\n--b--\r\n"""


@pytest.fixture
def sara(client, cast):
    client.force_login(cast.sara)
    return client


def png():
    out = BytesIO()
    Image.new("RGB", (4, 4), "teal").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def mail(cast):
    """A mail with HTML, a picture inside it and one from elsewhere, as it came in."""
    raw = HTML.replace(b"PICTURE", b64encode(png()))
    [message] = receive_arrival(store_arrival(cast.channel, raw, source="pipe")[0])
    return message


@pytest.mark.reliability("E3")
def test_a_mails_own_layout_is_cleaned_and_stands_in_a_sandbox(sara, mail):
    answer = sara.get(f"/cases/{mail.case_id}/messages/{mail.pk}/body/")
    html = answer.content.decode()
    assert "<b>there</b>" in html
    assert [bad in html for bad in ("<script", "onclick", 'src="https://tracker.example')] == [False] * 3
    assert answer["Content-Security-Policy"].startswith("sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'")
    assert (answer["X-Frame-Options"], answer["Referrer-Policy"]) == ("SAMEORIGIN", "no-referrer")


def test_the_page_shows_the_layout_only_in_a_frame_without_scripts(sara, mail):
    html = sara.get(f"/cases/{mail.case_id}/?box=all").content.decode()
    frame = html.split("<iframe ")[1].split(">")[0]
    assert frame.startswith(f'src="/cases/{mail.case_id}/messages/{mail.pk}/body/" sandbox="allow-popups allow-popups-to-escape-sandbox"')


def test_a_picture_inside_a_mail_is_shown_by_a_signed_address_and_by_no_other(client, mail):
    file = Attachment.objects.get(message=mail)
    address = picture_url(file)
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"], answer["Cross-Origin-Resource-Policy"]) == (200, "image/png", "cross-origin")
    token = address.rstrip("/").rpartition("/")[2]
    number, day, mark = token.split(".")
    forged = [f"{int(number) + 1}.{day}.{mark}", f"{number}.{int(day) - 2}.{mark}", f"{number}.{day}.", "x", "1.2.3.4"]
    assert [file_of_token(one) for one in forged] == [None] * 5
    assert {client.get(f"/files/inline/{one}/").status_code for one in forged} == {404}


@pytest.mark.reliability("E4")
@pytest.mark.parametrize("name, content_type", [("a.html", "text/html"), ("a.svg", "image/svg+xml"), ("a.png", "image/png"), ("a.pdf", "application/pdf")])
def test_a_file_is_always_a_download(sara, cast, name, content_type):
    case = make_case(cast)
    add_message(case, Message(direction="in", text="x"), files=[store_file(name, content_type, b"<script>alert(1)</script>")])
    file = Attachment.objects.get()
    answer = sara.get(f"/files/{file.pk}/")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"], answer["Content-Security-Policy"]) == (
        "application/octet-stream", "nosniff", "sandbox; default-src 'none'",
    )  # fmt: skip
    assert answer["Content-Disposition"].startswith("attachment;")
    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"
    assert sara.get(f"/files/{file.pk}/preview/").status_code == 404


def test_the_raw_message_is_there_byte_for_byte_for_those_who_handle_cases(client, cast, mail):
    address = f"/cases/{mail.case_id}/messages/{mail.pk}/raw/"
    client.force_login(cast.sara)
    raw = b"".join(client.get(address).streaming_content)
    assert raw.startswith(b"From: Mina <mina@example.com>\r\nTo:") and raw.endswith(b"--b--\r\n")
    client.force_login(cast.parvaneh)
    assert client.get(address).status_code == 403


def test_the_raw_message_is_offered_on_its_bubble_to_those_who_may_have_it(client, cast, mail):
    address = f'href="/cases/{mail.case_id}/messages/{mail.pk}/raw/"'
    offered = {}
    for who in ("sara", "parvaneh", "reza"):  # one after the other: bubbles are kept
        client.force_login(getattr(cast, who))
        offered[who] = address in client.get(f"/cases/{mail.case_id}/?box=all").content.decode()
    assert offered == {"sara": True, "parvaneh": False, "reza": True}
    assert "/raw/" not in client.get(f"/cases/{make_case(cast).pk}/?box=all").content.decode()


@pytest.mark.parametrize("kind", ["file", "preview", "body", "raw"])
def test_an_outsider_gets_nothing_of_a_case_that_they_may_not_see(client, cast, mail, kind):
    file = Attachment.objects.get(message=mail)
    addresses = {
        "file": f"/files/{file.pk}/", "preview": f"/files/{file.pk}/preview/",
        "body": f"/cases/{mail.case_id}/messages/{mail.pk}/body/", "raw": f"/cases/{mail.case_id}/messages/{mail.pk}/raw/",
    }  # fmt: skip
    client.force_login(cast.omid)
    assert client.get(addresses[kind]).status_code == 404


def test_a_message_without_a_layout_of_its_own_has_no_body_page(sara, cast):
    case = make_case(cast)
    message = Message.objects.get(case=case)
    assert [sara.get(f"/cases/{case.pk}/messages/{message.pk}/{part}/").status_code for part in ("body", "raw")] == [404, 404]


def test_a_file_whose_bytes_are_gone_is_not_found(sara, cast):
    case = make_case(cast)
    file = Attachment.objects.create(message=Message.objects.get(case=case), name="a", size=1, sha256="f" * 64)
    assert [sara.get(f"/files/{file.pk}/").status_code, sara.get(f"/files/{file.pk}/preview/").status_code] == [404, 404]


@pytest.mark.reliability("N7")
def test_a_message_whose_file_is_missing_says_so_and_what_comes_behind_it_is_shown(sara, cast):
    """osTicket#5848: nothing else of the page suffers."""
    case = make_case(cast, messages=2)
    first, second = case.messages.all()
    Message.objects.filter(pk=first.pk).update(text="with a file", file_count=1)
    Message.objects.filter(pk=second.pk).update(text="the later one")
    file = Attachment.objects.create(message=first, name="gone.pdf", content_type="application/pdf", size=1, sha256="f" * 64)
    html = sara.get(f"/cases/{case.pk}/?box=all").content.decode()
    assert [words in html for words in ("with a file", "the later one", "gone.pdf", "این فایل روی سرور پیدا نشد", f'href="/files/{file.pk}/"')] == [True, True, True, True, False]


def test_a_faxed_pdf_is_read_as_the_picture_of_its_first_page_above_its_file(sara, cast):
    fax = Channel.objects.create(kind="fax", name="Fax", slug="fax", department=cast.support, settings={"line": "+982188776655", "region": "IR"})
    raw = b'sandali-fax 1 {"from": "02188776654", "file": "order.pdf"}\n' + pdfs.pdf(pages=2)
    [message] = receive_arrival(store_arrival(fax, raw, source="pipe")[0])
    picture, file = message.attachments.all()
    html = sara.get(f"/cases/{message.case_id}/?box=all").content.decode().split('<div class="files">')[1]
    assert html.index(f'<img src="/files/{picture.pk}/preview/" alt="صفحهٔ نخست order.pdf"') < html.index(f"/files/{file.pk}/")
    assert (message.file_count, sara.get(f"/files/{picture.pk}/preview/")["Content-Type"]) == (1, "image/png")
    assert ("order.pdf.png" in html, "order.pdf" in html) == (False, True)
    assert sara.get(f"/files/{file.pk}/preview/").status_code == 404
