"""The connection goes: nothing typed is lost, what was sent leaves later, once and in order, and a shared computer keeps nothing."""

from __future__ import annotations

import re
import time
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.at_the_desk import write
from tests.browser.visitor import LATER

WAITING, OURS = "s-waiting > article", "#case-thread .message.agent"
KEPT = "() => Object.keys(localStorage).filter((key) => key.startsWith('sandali-draft-')).length"
STORED = """() => new Promise((done) => {
  const request = indexedDB.open("sandali", 1);
  request.onsuccess = () => { request.result.transaction("outbox").objectStore("outbox").getAll().onsuccess = (event) => done(event.target.result.length); };
})"""
CACHED = """async () => {
  const addresses = [];
  for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) addresses.push(new URL(request.url).pathname);
  return addresses.sort();
}"""


@pytest.fixture
def away(house, enter):
    """Somebody who may lose the connection: `away(number)` opens their case with the worker in charge; `lose`, `find` the connection."""

    class Away:
        def __init__(self, name: str = "away") -> None:
            self.visitor, self.name = enter(name), name
            self.visitor.lost_it = True  # by `lose`, or by an answer that a test lets get lost

        def open(self, at: int, *, undisturbed: bool = False) -> Page:
            """The case; `undisturbed` by news and beats, which may come in between and lead to the sign-in page themselves."""
            page = self.visitor.page
            for pattern in ("**/live/**", "**/looking/**") if undisturbed else ():
                page.route(pattern, lambda route: route.fulfill(status=204))
            page.goto(f"{self.visitor.base}{self.path(at)}")
            page.evaluate("navigator.serviceWorker.ready.then(() => true)")
            return page

        def path(self, at: int) -> str:
            return f"/cases/{house.cases[self.name][at]}/?box=all"

        def lose(self) -> None:
            self.visitor.lose_connection()

        def find(self) -> None:
            self.visitor.find_connection()

    return Away


def send(page: Page, text: str, kind: str = "reply") -> None:
    write(page, kind, text)
    page.keyboard.press("Control+Enter")


def until(page: Page, script: str, wanted: object) -> None:
    """Ask the page until it says so. (Playwright's own waiting needs eval, which our policy forbids.)"""
    deadline = time.monotonic() + LATER / 1000
    while (seen := page.evaluate(script)) != wanted and time.monotonic() < deadline:
        time.sleep(0.05)
    assert seen == wanted


def texts(page: Page, selector: str) -> list[str]:
    return [text.strip() for text in page.locator(f"{selector} .bubble-text").all_text_contents()]


def test_what_is_typed_without_a_connection_is_there_after_a_reload(away):
    sara, text = away(), "این جمله نباید گم شود."
    page = sara.open(0)
    sara.lose()
    write(page, "reply", text)
    expect(page.locator("s-offline .banner")).to_be_visible()
    page.reload()
    expect(page.locator("h1")).to_have_text("ارتباط برقرار نیست")
    assert "نگه داشته شده" in page.locator("main").inner_text()
    sara.find()
    expect(page.locator("#case-text")).to_have_value(text)
    expect(page.locator("[data-state]")).to_have_text("پیش‌نویس ذخیره شد")
    assert page.evaluate(KEPT) == 0


def test_the_offline_page_speaks_the_language_of_its_reader(away):
    ann = away("awayenglish")
    page = ann.open(0)
    ann.lose()
    page.goto(f"{ann.visitor.base}/customers/")
    expect(page.locator("h1")).to_have_text("There is no connection")
    ann.visitor.look()
    ann.find()
    expect(page.locator("h1")).to_have_text("Customers")
    assert ann.visitor.path == "/customers/"


def test_two_answers_sent_without_a_connection_leave_in_order_and_once(away):
    sara = away()
    page = sara.open(1)
    sara.lose()
    send(page, "پاسخ یکم")
    expect(page.locator(WAITING)).to_have_count(1)
    expect(page.locator("#case-text")).to_have_value("")
    send(page, "پاسخ دوم")
    expect(page.locator(WAITING)).to_have_count(2)
    assert texts(page, WAITING) == ["پاسخ یکم", "پاسخ دوم"]
    expect(page.locator(f"{WAITING} .waiting-state").first).to_have_text("در انتظار ارتباط")
    expect(page.locator("s-outbox .banner")).to_have_count(0)
    write(page, "reply", "و هنوز می‌نویسم")
    sara.visitor.look()
    sara.find()
    expect(page.locator(OURS)).to_have_count(2)
    expect(page.locator(WAITING)).to_have_count(0)
    assert texts(page, OURS) == ["پاسخ یکم", "پاسخ دوم"]
    expect(page.locator("#case-text")).to_have_value("و هنوز می‌نویسم")
    expect(page.locator("[data-state]")).to_have_text("پیش‌نویس ذخیره شد")
    page.reload()
    expect(page.locator(OURS)).to_have_count(2)
    expect(page.locator("#case-text")).to_have_value("و هنوز می‌نویسم")
    assert page.evaluate(STORED) == 0


def test_an_answer_waits_through_a_reload_and_leaves_from_any_page_files_and_all(away, tmp_path):
    sara = away()
    page = sara.open(2)
    before = page.locator(OURS).count()  # a walk before this one may have got this far
    file = tmp_path / "فاکتور.txt"
    file.write_text("۱۲۳")
    sara.lose()
    page.locator("s-composer input[type=file]").set_input_files(file)
    send(page, "با فاکتور")
    expect(page.locator(f"{WAITING} [data-files]")).to_have_text("فاکتور.txt")
    page.reload()
    expect(page.locator("h1")).to_have_text("ارتباط برقرار نیست")
    page.route("**/me/token/", lambda route: route.abort())
    page.goto(f"{sara.visitor.base}/customers/")
    sara.find()
    expect(page.locator("s-outbox .banner b")).to_have_text("۱")
    page.unroute("**/me/token/")
    page.evaluate("document.querySelector('s-outbox').flush()")
    expect(page.locator("#toasts .toast")).to_contain_text("پاسخ در راه است")
    sara.open(2)
    expect(page.locator(OURS)).to_have_count(before + 1)
    assert page.locator(OURS).last.locator(".file-name").all_text_contents() == ["فاکتور.txt"]


def test_an_answer_whose_receipt_was_lost_is_not_sent_twice(away):
    """The server took it, and the connection went before it could say so."""
    sara = away()
    page = sara.open(3)
    taken = []

    def lose_receipt(route):
        route.fetch()
        taken.append(route.request.url)
        route.abort()

    page.route("**/messages/*", lose_receipt)
    send(page, "یک بار")
    expect(page.locator(WAITING)).to_have_count(1)
    expect(page.locator(f"{WAITING} [data-choices]")).to_be_hidden()
    page.unroute("**/messages/*")
    page.evaluate("document.querySelector('s-outbox').flush()")
    expect(page.locator(WAITING)).to_have_count(0)
    expect(page.locator(OURS)).to_have_count(1)
    assert len(taken) == 1


def test_a_note_whose_receipt_was_lost_is_not_written_twice(away):
    sara = away()
    page = sara.open(4, undisturbed=True)
    page.route("**/messages/*", lambda route: (route.fetch(), route.abort()))
    send(page, "یادداشت یگانه", kind="note")
    expect(page.locator(WAITING)).to_have_count(1)
    page.unroute("**/messages/*")
    page.evaluate("document.querySelector('s-outbox').flush()")
    expect(page.locator(WAITING)).to_have_count(0)
    expect(page.locator("#case-thread .message.note")).to_have_count(1)


def test_what_the_server_would_not_take_stays_with_its_reason_and_comes_back_into_the_form(away):
    sara = away()
    page = sara.open(5)
    sara.lose()
    send(page, "یکم")
    send(page, "دوم")
    write(page, "reply", "نیمه‌کاره")
    expect(page.locator(WAITING)).to_have_count(2)
    why = '<hx-partial hx-target="#composer-error"><p class="field-error">همکارتان پیش از شما پاسخ داد.</p></hx-partial>'
    page.route("**/messages/*", lambda route: route.fulfill(status=409, content_type="text/html", body=why))
    sara.find()
    expect(page.locator(f"{WAITING}.failed .waiting-why")).to_have_text("همکارتان پیش از شما پاسخ داد.")
    expect(page.locator(f"{WAITING}.waits")).to_have_count(1)
    page.unroute("**/messages/*")
    page.locator(f"{WAITING}.failed [data-act=edit]").click()
    expect(page.locator("#case-text")).to_have_value("یکم\n\nنیمه‌کاره")
    expect(page.locator(OURS)).to_have_count(1)
    assert texts(page, OURS) == ["دوم"]


@pytest.mark.parametrize("choice", ["edit", "again"])
def test_an_answer_that_a_colleague_overtook_waits_for_its_writers_word(away, enter, choice):
    sara = away()
    page = sara.open(9 if choice == "edit" else 10)
    sara.lose()
    send(page, "پاسخ من")
    expect(page.locator(WAITING)).to_have_count(1)
    reza = enter("desk").page
    reza.goto(page.url)
    send(reza, "پاسخ همکار")
    expect(reza.locator(OURS)).to_have_count(1)
    sara.find()
    stopped = page.locator(f"{WAITING}.failed")
    expect(stopped.locator(".waiting-why")).to_contain_text("Desk")
    expect(page.locator(OURS)).to_have_count(1)
    sara.visitor.look()
    stopped.locator(f"[data-act={choice}]").filter(visible=True).click()
    if choice == "edit":
        expect(page.locator("#case-text")).to_have_value("پاسخ من")
        page.locator("#case-text").press("Control+Enter")
        expect(page.locator("#composer-meanwhile section")).to_be_visible()
        page.locator("#composer-meanwhile [name=despite]").click()
    expect(page.locator(OURS)).to_have_count(2)
    expect(page.locator(WAITING)).to_have_count(0)
    assert texts(page, OURS) == ["پاسخ همکار", "پاسخ من"]


def test_what_was_written_after_the_session_ended_is_offered_to_the_same_person_only(away, house, enter):
    sara, text = away(), "پس از پایان نشست"
    page = sara.open(6)
    context = sara.visitor.context
    page.route("**/draft/", lambda route: route.abort())
    write(page, "reply", text)
    context.clear_cookies()
    page.keyboard.press("Control+Enter")
    page.wait_for_timeout(500)
    until(page, KEPT, 1)
    page.unroute("**/draft/")
    context.add_cookies([{"name": "sid", "value": house.sessions["desk"], "url": sara.visitor.base}])
    page.goto(f"{sara.visitor.base}/cases/")
    assert page.locator("s-drafts .banner").count() == 0
    assert text not in page.content()
    context.clear_cookies()
    page.goto(f"{sara.visitor.base}/account/login/")
    assert text not in page.content()
    context.add_cookies([{"name": "sid", "value": house.sessions["away"], "url": sara.visitor.base}])
    page.evaluate("location.assign('/customers/')")
    expect(page.locator("s-drafts .banner q")).to_have_text(text)
    sara.visitor.look()
    page.locator("s-drafts .banner a").click()
    expect(page.locator("#case-text")).to_have_value(text)
    assert re.fullmatch(r"/cases/\d+/", urlsplit(page.url).path)


def test_answers_that_wait_while_the_session_ends_wait_for_the_sign_in(away, house):
    sara = away()
    page = sara.open(7, undisturbed=True)
    sara.lose()
    send(page, "می‌ماند تا وارد شوم")
    expect(page.locator(WAITING)).to_have_count(1)
    sara.visitor.context.clear_cookies()
    sara.find()
    expect(page.locator("s-outbox .banner.warn a")).to_have_attribute("href", re.compile(r"^/account/login/\?next="))
    expect(page.locator(WAITING)).to_have_count(1)
    sara.visitor.context.add_cookies([{"name": "sid", "value": house.sessions["away"], "url": sara.visitor.base}])
    page.reload()
    expect(page.locator(OURS)).to_have_count(1)
    expect(page.locator(WAITING)).to_have_count(0)


def test_a_form_that_only_the_server_can_take_stays_as_it_is(away):
    sara = away()
    page = sara.open(8)
    page.goto(f"{sara.visitor.base}/me/")
    sara.lose()
    page.locator("[name=job_title]").fill("مسئول پاسخ‌گویی")
    page.locator("main form button:not([type=button])").first.click()
    expect(page.locator("s-offline .banner")).to_contain_text("شدنی نیست")
    expect(page.locator("[name=job_title]")).to_have_value("مسئول پاسخ‌گویی")


def test_the_browser_keeps_built_files_and_nothing_of_people(away):
    sara = away()
    page = sara.open(8)
    page.goto(f"{sara.visitor.base}/customers/")
    page.goto(f"{sara.visitor.base}/cases/?box=all")
    kept = set(page.evaluate(CACHED))
    assert {address for address in kept if not address.startswith("/static/kit/built/")} == {"/", "/offline/", "/visits/kept/"}
