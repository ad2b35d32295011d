"""A case on paper: everything that was said, without what is ours alone, in the reader's language, calendar and zone."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandali.cases.actions import receive_arrival, reply, write_note
from sandali.cases.models import Attachment, Message
from sandali.channels.actions import store_arrival
from sandali.customers.actions import add_identity
from sandali.desk.comfort import printing
from sandali.kit.files import put
from tests.cast import make_case

pytestmark = pytest.mark.django_db
NOTE = "این را فقط خودمان می‌دانیم."


@pytest.fixture
def sara(client, cast):
    client.force_login(cast.sara)
    return client


def paper(client, case, query=""):
    answer = client.get(f"/cases/{case.pk}/print/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def messages(html):
    return re.findall(r'<article class="paper-message', html)


def test_the_paper_says_who_when_and_what(sara, cast):
    case = make_case(cast, messages=2)
    reply(case, "سفارش **فردا** می‌رسد.", by=cast.sara, dedupe_key="k")
    Message.objects.filter(case=case, direction="in").update(at=datetime(2026, 11, 21, 9, 10, tzinfo=UTC))
    html = paper(sara, case)
    assert len(messages(html)) == 3
    said = [text.strip() for text in re.findall(r'<div class="bubble-text" dir="auto">(.*?)</div>', html, re.DOTALL)]
    assert "پیام 1" in said[0] and "<strong>فردا</strong>" in said[2]
    assert "Simorgh" in html and "مینا کریمی" in html and "mina@example.com" in html
    assert html.count("<time>شنبه ۳۰ آبان ۱۴۰۵، ۱۲:۴۰</time>") == 2
    assert "ایران" in re.search(r"paper-foot.*?</footer>", html, re.DOTALL)[0]


def test_telephone_numbers_are_on_the_paper_as_they_are_on_the_screen(sara, cast):
    add_identity(cast.mina, kind="phone", value="+989123456789", by=cast.sara)
    assert '<bdi class="ltr">۰۹۱۲ ۳۴۵ ۶۷۸۹</bdi>' in paper(sara, make_case(cast))


@pytest.mark.reliability("H12")
def test_internal_notes_are_on_the_paper_only_when_asked_for_and_marked(sara, cast):
    case = make_case(cast)
    write_note(case, NOTE, by=cast.sara)
    without, asked_wrongly, with_notes = paper(sara, case), paper(sara, case, "?notes=1"), paper(sara, case, "?notes=yes")
    assert [html.count(NOTE) for html in (without, asked_wrongly, with_notes)] == [0, 0, 1]
    assert len(messages(with_notes)) == len(messages(without)) + 1
    assert with_notes.count("paper-mark") == 1 and with_notes.count("paper-warning") == 1 and "paper-warning" not in without


HTML = b"""From: Mina <mina@example.com>\r\nTo: support@simorgh.example\r\nSubject: <img src=file:///etc/passwd>\r\nMIME-Version: 1.0\r
Content-Type: text/html\r\n\r\n<p>words</p><img src="file:///etc/passwd"><img src="http://127.0.0.1:1/x.png"><img src="php://filter/x">\r
<link rel=stylesheet href="http://127.0.0.1:1/x.css"><div style="background:url(http://127.0.0.1:1/y.png)">more</div>\r\n"""


@pytest.mark.reliability("E10")
def test_the_paper_asks_for_nothing_that_a_mail_names(sara, cast):
    [message] = receive_arrival(store_arrival(cast.channel, HTML, source="pipe")[0])
    html = paper(sara, message.case)
    assert "words" in html
    asked = re.findall(r' (?:src|href|action|data|srcset|poster)="([^"]*)"', html)
    assert (len(asked) > 3, [value for value in asked if not value.startswith(("/", "#", "data:image/svg+xml,"))]) == (True, [])
    assert re.findall(r"url\(|@import|<style|style=", html) == []


@pytest.mark.reliability("E10")
def test_nothing_of_ours_draws_pages_by_itself():
    """The reader's own browser prints: there is no renderer here that could open a file or an address."""
    lock = (Path(__file__).resolve().parents[3] / "requirements.lock").read_text("utf-8").lower()
    assert [name for name in ("weasyprint", "xhtml2pdf", "pdfkit", "reportlab", "pyppeteer", "playwright") if name in lock] == []


def test_what_mails_repeat_is_left_out_unless_asked_for(sara, cast):
    case = make_case(cast)
    Message.objects.filter(case=case).update(quoted="متن نامهٔ پیشین")
    assert [paper(sara, case, query).count("متن نامهٔ پیشین") for query in ("", "?quotes=yes")] == [0, 1]


def test_files_stand_there_by_name_and_a_name_is_only_text(sara, cast):
    case = make_case(cast)
    sha256 = put(b"hello")
    message = case.messages.get()
    Attachment.objects.create(message=message, name="<b>فاکتور</b>.pdf", content_type="application/pdf", size=5, sha256=sha256)
    Message.objects.filter(pk=message.pk).update(file_count=1)
    assert "&lt;b&gt;فاکتور&lt;/b&gt;.pdf" in paper(sara, case)


def test_an_answer_that_was_taken_back_was_never_said_and_a_refused_one_says_so(sara, cast):
    case = make_case(cast)
    gone = reply(case, "سخن پس‌گرفته", by=cast.sara, dedupe_key="a")
    Message.objects.filter(pk=gone.pk).update(withdrawn_at=datetime.now(UTC))
    kept = reply(case, "سخن ردشده", by=cast.sara, dedupe_key="b")
    kept.delivery.state = "failed"
    kept.delivery.save()
    html = paper(sara, case)
    assert (html.count("سخن پس‌گرفته"), html.count("سخن ردشده")) == (0, 1)
    assert html.count('<p class="paper-trouble">') == 1


def test_a_long_case_comes_in_parts_with_a_sentence(sara, cast, monkeypatch):
    monkeypatch.setattr(printing, "PART", 3)
    case = make_case(cast, messages=8)
    parts = [paper(sara, case, query) for query in ("", "?part=2", "?part=3", "?part=99")]
    assert [re.findall(r"پیام (\d)", html) for html in parts] == [list("123"), list("456"), list("78"), list("78")]
    assert [html.count('<p class="paper-which">') for html in parts] == [1, 1, 1, 1]
    links = [re.findall(r'href="(/cases/\d+/print/[^"]*part=\d|/cases/\d+/print/)"', html.partition("paper-bar below")[2]) for html in parts[:3]]
    assert links == [[f"/cases/{case.pk}/print/?part=2"], [f"/cases/{case.pk}/print/", f"/cases/{case.pk}/print/?part=3"], [f"/cases/{case.pk}/print/?part=2"]]
    assert "paper-which" not in paper(sara, make_case(cast, messages=3))


def test_the_reader_of_another_zone_and_calendar_reads_their_own_times(client, cast):
    case = make_case(cast)
    Message.objects.filter(case=case).update(at=datetime(2026, 10, 25, 0, 30, tzinfo=UTC))  # 02:30 in Berlin, the hour that comes twice
    cast.reza.language, cast.reza.zone = "en", "Europe/Berlin"
    cast.reza.save()
    client.force_login(cast.reza)
    html = paper(client, case)
    assert "<time>Sun 25 Oct 2026, 02:30</time>" in html and "Germany" in html
    assert not re.search("[۰-۹]", re.sub(r"پیام .", "", html))


def test_the_paper_needs_no_more_questions_for_more_messages(sara, cast):
    paper(sara, make_case(cast))  # what is read once a process
    counts = []
    for many in (1, 3, 30):
        case = make_case(cast, messages=many)
        sha256 = put(b"hello")
        for message in case.messages.all():
            Attachment.objects.create(message=message, name="a.txt", content_type="text/plain", size=5, sha256=sha256)
        Message.objects.filter(case=case).update(file_count=1)
        with CaptureQueriesContext(connection) as asked:
            paper(sara, case)
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2]


def test_who_may_not_see_the_case_sees_no_paper(client, cast):
    near, far = make_case(cast), make_case(cast, department=cast.accounting)
    client.force_login(cast.reza)
    assert [client.get(f"/cases/{number}/print/").status_code for number in (near.pk, far.pk, 10**9)] == [200, 404, 404]
    assert client.post(f"/cases/{near.pk}/print/").status_code == 405
    client.force_login(cast.parvaneh)
    assert client.get(f"/cases/{near.pk}/print/").status_code == 200
    client.logout()
    assert client.get(f"/cases/{near.pk}/print/").status_code == 302
