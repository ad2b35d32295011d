"""Two colleagues on one case: each sees the other, and a second answer is stopped before it leaves."""

import pytest
from playwright.sync_api import expect

from tests.browser.at_the_desk import open_case, wait_for_mail, write


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
