"""What the window takes and what it refuses: never an error page, never more than it should."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from sandali.cases.customer_writing import customers_writing
from sandali.cases.models import Attachment, Case, Message
from sandali.channels.models import Arrival
from sandali.kit import files
from sandali.knowledge.actions import write_entry
from tests.portal.chat.conftest import KEY, Browser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_counts():
    """What the tests before counted is not this test's."""
    cache.clear()


def test_hostile_words_are_words(browser, read_all):
    browser.write('<script>alert(1)</script><img src=x onerror="alert(1)">', name="<b>x</b>\u202e")
    read_all()
    assert Message.objects.get().text == '<script>alert(1)</script><img src=x onerror="alert(1)">'
    line = browser.thread()["lines"][0]["html"]
    assert ("<script" in line, "&lt;script&gt;" in line, "<img" in line) == (False, True, False)


@pytest.mark.parametrize("text", ["x" * 20_001, "x" * 1_000_000])
def test_a_text_that_is_too_long_is_refused_in_words(browser, text):
    answer = browser.write(text)
    assert (answer.status_code, answer.json()["error"][-1], Arrival.objects.count()) == (422, ".", 0)


@pytest.mark.parametrize(("fields", "status"), [({"text": " "}, 422), ({"text": "x", "id": "a b"}, 422), ({"text": "x", "id": "short"}, 422)])
def test_what_is_empty_or_not_whole_is_refused(browser, fields, status):
    assert browser.write(**fields).status_code == status


def test_files_come_in_under_safe_names_and_too_many_or_too_large_ones_do_not(browser, read_all):
    given = [SimpleUploadedFile("../../رسید\u202egpj.exe", b"MZ", "image/png"), SimpleUploadedFile("a.txt", b"one\n\ntwo", "text/plain")]
    assert browser.write("see", file=given).status_code == 201
    read_all()
    assert [(one.name, one.size, files.open_file(one.sha256).read()) for one in Attachment.objects.order_by("pk")] == [
        ("رسیدgpj.exe", 2, b"MZ"), ("a.txt", 8, b"one\n\ntwo"),
    ]  # fmt: skip
    assert browser.write("see", file=[SimpleUploadedFile(f"{number}.txt", b"x") for number in range(6)]).status_code == 422
    large = [SimpleUploadedFile(f"{number}.bin", b"x" * (11 * 1024 * 1024)) for number in range(2)]
    assert browser.write("see", file=large).status_code == 413


@pytest.mark.reliability("G9")
@pytest.mark.parametrize("origin", ["https://shop.example", "null", "http://testserver.evil.example", "https://evil.example"])
def test_another_websites_page_cannot_speak_for_a_visitor(browser, origin):
    assert browser.write("hello", headers={"Origin": origin}).status_code == 403
    answer = browser.client.get(f"{browser.at}/thread/", headers={**browser.headers, "Origin": origin})
    assert [name for name in answer.headers if name.startswith("Access-Control")] == []
    assert browser.write("hello", headers={"Origin": "http://testserver"}).status_code == 201


def test_much_at_once_is_held_up_for_one_visitor_and_not_for_another(browser):
    statuses = [browser.write(f"line {number}").status_code for number in range(22)]
    assert (statuses.count(201), set(statuses[20:])) == (20, {429})
    assert Browser(token="S" * 43).write("hello").status_code == 201


@pytest.mark.parametrize("path", ["messages", "presses", "seen", "typing"])
def test_acts_answer_a_get_with_405(client, chat, path):
    assert client.get(f"/chat/{KEY}/{path}/").status_code == 405


@pytest.mark.parametrize("path", ["", "thread/", "articles/"])
def test_pages_answer_a_post_with_405(client, chat, path):
    assert client.post(f"/chat/{KEY}/{path}").status_code == 405


def test_without_a_script_the_form_leads_back_to_the_window(chat, client, read_all):
    answer = client.post(f"/chat/{KEY}/messages/?lang=en", {"text": "hello", "contact": "visitor@example.com"})
    assert (answer.status_code, answer["Location"]) == (303, f"/chat/{KEY}/?lang=en&said=1")
    read_all()
    assert Case.objects.get().customer.identities.filter(value="visitor@example.com").count() == 1


def test_without_a_script_what_is_wrong_stands_in_the_window_and_nothing_typed_is_lost(chat, client):
    answer = client.post(f"/chat/{KEY}/messages/?lang=en", {"text": "<b>hello", "contact": "nowhere", "name": "Mina"})
    page = answer.content.decode()
    assert (answer.status_code, "&lt;b&gt;hello</textarea>" in page, 'value="nowhere"' in page, 'role="alert">This is not' in page) == (422, True, True, True)


def test_that_a_customer_writes_is_known_for_seconds_and_until_they_send_it(browser, cast, read_all):
    def type_on():
        return browser.client.post(f"{browser.at}/typing/", headers=browser.headers).status_code

    assert (type_on(), customers_writing()) == (200, set())
    browser.write("hello")
    read_all()
    assert (type_on(), customers_writing()) == (200, {Case.objects.get().pk})
    browser.write("there it is")
    assert customers_writing() == set()


def test_articles_for_everybody_are_offered_and_ours_alone_are_not(browser, cast):
    shown = write_entry(by=cast.sara, kind="article", title="روش بازگرداندن کالا", text="!", language="fa", is_public=True)
    write_entry(by=cast.sara, kind="article", title="بازگرداندن کالا برای ما", text="!", language="fa")
    found = browser.client.get(f"{browser.at}/articles/", {"q": "چطور کالا را بازگردانم؟ بازگرداندن", "lang": "fa"}).json()["articles"]
    assert found == [{"title": "روش بازگرداندن کالا", "url": f"/help/{shown.pk}/"}]
    assert browser.client.get(f"{browser.at}/articles/", {"q": "کا", "lang": "fa"}).json()["articles"] == []
