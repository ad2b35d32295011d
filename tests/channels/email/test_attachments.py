"""File names that are safe to show and save; exact content."""

import base64

import pytest

from sandali.channels.email.attachments import safe_name


@pytest.mark.reliability("B7")
@pytest.mark.reliability("E6")
@pytest.mark.parametrize(
    ("declared", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("a\x00b.txt", "ab.txt"),
        ("a\r\nContent-Type: x.txt", "aContent-Type_ x.txt"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("...", ""),
        ("", ""),
        ("CON.txt", "_CON.txt"),
        ('a<b>"c".pdf', "a_b__c_.pdf"),
        ("فاکتور نهایی.pdf", "فاکتور نهایی.pdf"),
        ("می‌خواهم.pdf", "می‌خواهم.pdf"),
        ("x" * 3_000 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_a_name_becomes_safe(declared, safe):
    assert safe_name(declared) == safe


@pytest.mark.reliability("B7")
def test_twenty_files_of_one_name_are_all_there_with_names_of_their_own(read_bytes):
    parts = "".join(
        f"--b\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename=\"a.csv\"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        f"{base64.b64encode(bytes([number]) * 10).decode()}\r\n"
        for number in range(20)
    )
    raw = f"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{parts}--b--\r\n"
    files = read_bytes(raw.encode()).attachments
    assert [file.name for file in files] == ["a.csv", *(f"a ({number}).csv" for number in range(2, 21))]
    assert [file.content for file in files] == [bytes([number]) * 10 for number in range(20)]


@pytest.mark.reliability("B7")
@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ("attachment; filename*=UTF-8''%D9%81%D8%A7%DA%A9%D8%AA%D9%88%D8%B1.pdf", "فاکتور.pdf"),
        ("attachment; filename*0*=UTF-8''%D9%81%D8%A7; filename*1*=%DA%A9%D8%AA%D9%88%D8%B1; filename*2=.pdf", "فاکتور.pdf"),
        ('attachment; filename="=?UTF-8?B?2YHYp9qp2KrZiNixLnBkZg==?="', "فاکتور.pdf"),
        ('attachment; filename="فاکتور.pdf"', "فاکتور.pdf"),
        ("attachment; filename=my file.pdf", "my file.pdf"),
        ('attachment; filename="unclosed.pdf', "unclosed.pdf"),
        ("attachment", "attachment-1.pdf"),
    ],
)
def test_every_way_of_writing_a_name_is_read(read_bytes, disposition, name):
    raw = f"From: a@b.example\r\nContent-Type: application/pdf\r\nContent-Disposition: {disposition}\r\n\r\n%PDF"
    (file,) = read_bytes(raw.encode()).attachments
    assert (file.name, file.content) == (name, b"%PDF")


def test_a_false_content_type_is_not_handed_on(read_bytes):
    raw = b"From: a@b.example\r\nContent-Type: image/<script>\r\nContent-Disposition: attachment; filename=x\r\n\r\n1"
    assert read_bytes(raw).attachments[0].content_type == "text/plain"
