"""Two colleagues on one case: each sees the other, and a second answer is stopped before it leaves."""

import time

import pytest
from playwright.sync_api import expect

from tests.browser.at_the_desk import open_case, wait_for_mail, write
from tests.browser.mails import letter, read


@pytest.mark.reliability("D1", "G8")
def test_a_colleague_is_seen_and_a_second_answer_waits_for_a_word(house, enter):
    sara, reza = enter("desk"), enter("english")
    address = "together@customer.example"
    first = open_case(house, sara, name="سیما", address=address, subject="کنار هم", text="سفارشم کجاست؟")
    second = reza.page
    second.goto(first.url)
    expect(first.locator(".lookers li")).to_have_count(1)
    write(second, "reply", "It leaves tomorrow.")
    second.locator("#case-text").press("End")
    expect(first.locator(".lookers .is-writing")).to_have_count(1)
    write(first, "reply", "امروز فرستاده شد.")
    first.locator("#case-text").press("Control+Enter")
    wait_for_mail(house, address)
    second.bring_to_front()
    second.locator("#case-text").press("Control+Enter")
    expect(second.locator(".meanwhile")).to_contain_text("امروز فرستاده شد.")
    expect(second.locator("#case-text")).to_have_value("It leaves tomorrow.")
    reza.look()
    second.locator(".meanwhile [name=despite]").click()
    expect(second.locator("#case-text")).to_have_value("")
    wait_for_mail(house, address, 2)


@pytest.mark.reliability("G8")
@pytest.mark.parametrize("reached", [True, False], ids=["by the server", "by this device first"])
def test_a_kept_draft_knows_what_its_writer_had_seen(house, enter, reached):
    sara = enter("desk")
    page, name = sara.page, f"seen{time.monotonic_ns()}"
    sender = f"نادر <{name}@customer.example>"
    first = letter(sender, name, "سفارشم کجاست؟")
    house.server.deliver("support", first)
    page.goto(f"{sara.base}/cases/?box=unassigned")
    page.locator("#case-rows .list-row", has_text=name).click()
    expect(page.locator("#case-thread .message.customer")).to_have_count(1)
    address = page.url
    if not reached:
        page.route("**/draft/", lambda route: route.fulfill(status=503))
    write(page, "reply", "فردا می‌رسد.")
    state = "پیش‌نویس ذخیره شد" if reached else "پیش‌نویس روی همین دستگاه ماند"
    expect(page.locator("#case-composer [data-state]")).to_have_text(state)
    page.goto(f"{sara.base}/cases/?box=unassigned")
    if not reached:
        page.unroute_all()
        with page.expect_response("**/draft/"):  # any page takes along what never reached the server
            page.reload()
    house.server.deliver("support", letter(sender, name, "دیگر نمی‌خواهم.", answers=read(first)))
    expect(page.locator("#case-rows .list-row", has_text=name)).to_contain_text("دیگر نمی‌خواهم.")
    page.goto(address)
    expect(page.locator("#case-text")).to_have_value("فردا می‌رسد.")
    expect(page.locator(".composer-since")).to_have_text("پس از آنکه این پیش‌نویس را شروع کردید، مشتری دوباره نوشت.")
