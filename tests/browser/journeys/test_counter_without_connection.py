"""A desk whose connection is gone goes on writing visits down; they wait in sight and are handed in once, by whom they belong to."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys.test_without_connection import away  # noqa: F401 - a fixture
from tests.browser.visitor import PHONE

ENTRY = "s-visits .visit[data-record]"


def write_visit(page: Page, name: str, subject: str) -> None:
    """Fill the form and hand it to the device, by the keyboard."""
    page.locator("s-visit [name=name]").fill(name)
    page.locator("s-visit [name=subject]").fill(subject)
    page.locator("s-visit [name=text]").fill(f"{subject}، همین امروز.")
    page.locator("s-visit .form-actions button:not([type=button])").press("Enter")


def test_visits_written_without_a_connection_wait_in_sight_and_are_handed_in_once(away):  # noqa: F811
    sara = away()
    page = sara.open(0, undisturbed=True)
    sara.lose()
    page.goto(f"{sara.visitor.base}/customers/")
    page.locator("a[href='/visits/']").click()
    expect(page.locator("[data-name]")).to_be_visible()
    write_visit(page, "جمشید", "کتری نشتی دارد")
    expect(page.locator(ENTRY)).to_have_count(1)
    page.locator("s-visit [name=name]").fill("نیمه‌کاره")
    page.reload()
    expect(page.locator("s-visit [name=name]")).to_have_value("نیمه‌کاره")
    page.locator("s-visit [data-act=clear]").click()
    write_visit(page, "پری", "سشوار می‌سوزد")
    expect(page.locator("s-visits [data-number]")).to_have_text("۲")
    sara.visitor.look()
    page.locator("[data-act=drop]").last.click()
    expect(page.locator(ENTRY)).to_have_count(1)
    page.locator("[data-act=back]").click()
    expect(page.locator(ENTRY)).to_have_count(2)
    page.locator("[data-act=change]").last.click()
    expect(page.locator("s-visit [name=subject]")).to_have_value("سشوار می‌سوزد")
    page.locator("s-visit [name=subject]").fill("سشوار دود می‌کند")
    page.locator("s-visit .form-actions button:not([type=button])").click()
    expect(page.locator(ENTRY)).to_have_count(2)

    posted = []

    def lose_receipt(route):
        route.fetch()
        posted.append(route.request.url)
        route.abort()

    page.route("**/visits/", lose_receipt)
    sara.find()
    expect(page.locator("[data-if=asked]").filter(visible=True)).to_have_count(1)
    page.unroute("**/visits/")
    page.evaluate("document.querySelector('s-outbox').flush()")
    expect(page.locator(ENTRY)).to_have_count(0)
    page.goto(f"{sara.visitor.base}/cases/?box=mine")
    rows = page.locator("#case-rows .list-row")
    expect(rows.filter(has_text="کتری نشتی دارد")).to_have_count(1)
    expect(rows.filter(has_text="سشوار دود می‌کند")).to_have_count(1)
    assert len(posted) == 1


@pytest.mark.parametrize("size", [PHONE])
def test_another_person_on_the_device_neither_sees_nor_sends_them_and_their_writer_is_asked_to_sign_in(away, house, enter, size):  # noqa: F811
    sara = away()
    page = sara.open(0, undisturbed=True)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    sara.lose()
    page.goto(f"{sara.visitor.base}/cases/new/")
    write_visit(page, "نوذر", "فقط از آنِ من")
    expect(page.locator(ENTRY)).to_have_count(1)
    sara.visitor.look()
    sara.visitor.context.clear_cookies()
    sara.find()
    page.evaluate("document.querySelector('s-outbox').flush()")
    expect(page.locator("s-outbox .banner.warn a")).to_be_visible()
    sara.visitor.context.add_cookies([{"name": "sid", "value": house.sessions["desk"], "url": sara.visitor.base}])
    page.goto(f"{sara.visitor.base}/visits/")
    expect(page.locator("[data-none]")).to_be_visible()
    assert "فقط از آنِ من" not in page.inner_text("body")
    sara.visitor.context.clear_cookies()
    sara.visitor.context.add_cookies([{"name": "sid", "value": house.sessions["away"], "url": sara.visitor.base}])
    page.goto(f"{sara.visitor.base}/visits/")
    expect(page.locator("#toasts .toast")).to_contain_text("ثبت شد")
    expect(page.locator(ENTRY)).to_have_count(0)
