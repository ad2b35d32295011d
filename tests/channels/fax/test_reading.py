"""A fax as facts: pages kept as they came, who sent them, and what cannot be read set aside with a reason."""

from __future__ import annotations

from email.message import EmailMessage
from io import BytesIO

import pytest
from django.utils import translation
from PIL import Image

from sandali.channels.adapter import Party, Unreadable
from sandali.channels.fax.drawing import as_tiff
from sandali.channels.fax.reading import number_in, read
from sandali.channels.fax.tiff import is_whole, pages_of
from sandali.kit.downloads import image_preview
from tests import pdfs

PAGE = Image.new("1", (1728, 1146), 1)
TIFF, TWO = as_tiff([PAGE]), as_tiff([PAGE, PAGE])
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"  # nothing that could be drawn
FROM = {"mail_from": "@fax.example", "mail_patterns": "fax from {number}\n{number}@fax.example", "region": "IR"}


def handed(content: bytes, line: str = '{"from": "02188776655", "id": "000000012", "file": "fax00012.tif"}') -> bytes:
    return b"sandali-fax 1 " + line.encode() + b"\n" + content


def mail(subject: str, *, sender: str = "noreply@fax.example", files: tuple[tuple[bytes, str], ...] = ((TIFF, "image/tiff"),)) -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"], made["Message-ID"] = sender, "fax@simorgh.example", subject, "<1@fax.example>"
    made.set_content("New fax.")
    for content, kind in files:
        made.add_attachment(content, *kind.split("/"), filename="a.dat")
    return made.as_bytes()


def test_a_fax_that_was_handed_over_is_its_pages_from_a_number():
    [found] = read(handed(TWO), settings={"region": "IR"})
    assert (found.sender, found.chat, found.external_id) == (Party("fax", "+982188776655", shown="+982188776655"), "+982188776655", "fax:000000012")
    assert [(file.name, file.content_type, file.content) for file in found.attachments] == [("fax00012.tif", "image/tiff", TWO)]


@pytest.mark.parametrize(("line", "sender"), [
    ('{"from": "ACME TRADING"}', "acme trading"), ('{"from": "+49 30 123456"}', "+4930123456"), ("{}", None),
])  # fmt: skip
def test_who_sent_it_is_a_number_else_what_the_machine_calls_itself_else_nobody(line, sender):
    [found] = read(handed(TIFF, line), settings={"region": "IR"})
    assert (found.sender.value if found.sender else None) == sender


def test_a_broken_off_fax_says_so():
    [found] = read(handed(TIFF, '{"from": "02188776655", "error": "T.30 T2 timeout"}'), settings={})
    assert found.remarks == ("fax-cut",)


@pytest.mark.parametrize("content", [b"", b"GIF89a....", b"II*\x00\x08\x00\x00\x00\x00\x00", TIFF[:-20], TIFF[:60], b"II*\x00" + b"\xff" * 400])
@pytest.mark.reliability("F9")
def test_what_is_no_fax_or_is_broken_cannot_be_read_and_says_why(content):
    with pytest.raises(Unreadable, match=r"\.$"):
        read(handed(content), settings={})


@pytest.mark.parametrize(("content", "words"), [
    (PDF, "A fax as a PDF. It cannot be shown as a picture here: please open the file."),
    (pdfs.locked(), "A fax as a PDF that is locked by a password. Please open the file."),
    (pdfs.pdf(pages=10_000), "A fax as a PDF of 10000 pages, too many to be shown here. Please open the file."),
])  # fmt: skip
def test_a_pdf_that_cannot_be_shown_is_kept_and_says_so(content, words):
    with translation.override("en"):
        [found] = read(handed(content, '{"from": "02188776655"}'), settings={})
    assert ([(file.name, file.content_type, file.content) for file in found.attachments], found.text) == ([("fax.pdf", "application/pdf", content)], words)


@pytest.mark.parametrize(("pages", "words"), [(1, "A fax of one page."), (2, "A fax of 2 pages.")])
def test_a_pdf_says_its_pages_and_its_first_one_is_a_picture_that_nobody_sent(pages, words):
    content = pdfs.pdf(pages=pages)
    with translation.override("en"):
        [found] = read(handed(content, '{"from": "02188776655", "file": "a.pdf"}'), settings={})
    assert found.text == words
    assert [(file.name, file.content_type, file.label, file.inline) for file in found.attachments] == [
        ("a.pdf.png", "image/png", "first-page", True), ("a.pdf", "application/pdf", "", False),
    ]  # fmt: skip
    assert (found.attachments[0].content[:4], found.attachments[1].content) == (b"\x89PNG", content)


def test_of_many_pdfs_in_one_mail_five_are_drawn():
    content = pdfs.pdf()
    [found] = read(mail("Fax from 02188776655", files=((content, "application/pdf"),) * 7), settings=FROM)
    assert [file.content_type for file in found.attachments] == ["image/png", "application/pdf"] * 5 + ["application/pdf"] * 2


@pytest.mark.parametrize(("why", "reached"), [("done", ["delivered"]), ("failed", ["failed"]), ("requeued", [])])
def test_what_became_of_a_fax_of_ours_is_a_receipt(why, reached):
    [found] = read(b'sandali-fax 1 {"tag": "sandali-12", "why": "%s", "status": "Busy"}\n' % why.encode(), settings={})
    assert ([(one.external_id, one.reached, one.reason) for one in found.receipts]) == [("sandali-12", one, "Busy") for one in reached]
    assert found.automatic == ("" if reached else "command")


@pytest.mark.parametrize("subject", ["Fax from 021-8877 6655 (2 pages)", "new: FAX FROM +982188776655"])
def test_a_providers_mail_is_a_fax_from_the_number_that_it_names(subject):
    [found] = read(mail(subject), settings=FROM)
    assert (found.sender.value, found.external_id, [file.content for file in found.attachments]) == ("+982188776655", "1@fax.example", [TIFF])


@pytest.mark.parametrize("raw", [
    mail("Fax from 02188776655", sender="stranger@example.com"), mail("Fax from 02188776655", sender="x@evilfax.example"),
    mail("Fax"), mail("Fax from 02188776655", files=()), mail("Fax from 02188776655", files=((b"hello", "image/tiff"),)),
])  # fmt: skip
def test_a_mail_that_is_no_providers_fax_is_set_aside_with_a_reason(raw):
    with pytest.raises(Unreadable, match=r"\.$"):
        read(raw, settings=FROM)


def test_the_number_is_read_where_a_pattern_says_and_nowhere_else():
    assert number_in(["call 02188776655"], ["fax from {number}"]) == ""
    assert number_in(["x", "0218877-6655@fax.example"], ["fax from {number}", "{number}@fax.example"]) == "0218877-6655"


@pytest.mark.reliability("F9")
def test_a_tiff_is_whole_when_all_of_its_pages_are():
    assert (pages_of(TWO), is_whole(TWO), is_whole(TWO[:-20]), is_whole(PDF), is_whole(PDF[:20]), is_whole(b"GIF")) == (2, True, False, True, False, False)


def test_the_first_page_is_a_picture_with_square_pixels():
    low = Image.new("1", (1728, 1146), 1)
    out = BytesIO()
    low.save(out, "TIFF", compression="group3", dpi=(204, 98))
    content, kind = image_preview(out.getvalue())
    with Image.open(BytesIO(content)) as picture:
        width, height = picture.size
    assert kind == "image/png"
    assert abs(width / height - 1728 / (1146 * 204 / 98)) < 0.01
