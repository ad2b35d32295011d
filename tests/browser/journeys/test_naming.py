"""Naming a colleague with @ in the answer to a task: whoever is named is told, and the customer hears nothing of it."""

from playwright.sync_api import expect

from tests.browser.at_the_desk import open_case
from tests.browser.mails import to


def test_a_colleague_is_named_in_a_tasks_answer_with_the_keyboard_alone(house, enter):
    sara, reza = enter("desk"), enter("english")
    address = "naming@customer.example"
    page = open_case(house, sara, name="نوا", address=address, subject="نام بردن", text="کالا کجاست؟")
    page.locator("#panel [hx-target='#work-open']").first.click()
    page.locator("#new-task-title").fill("انبار را ببینید")
    page.locator("#work-open select[name=to]").select_option(label="Desk")
    page.locator("#new-task-title").press("Enter")
    page.locator("#panel a", has_text="انبار را ببینید").first.click()
    answer = page.locator("#work-open textarea[name=answer]")
    answer.fill("رسید، ")
    answer.press_sequentially("@Eng")
    named = page.locator("#task-mention-picker [data-name]")
    expect(named).to_have_count(1)
    sara.look()
    answer.press("Enter")
    expect(answer).to_have_value("رسید، @English ")
    expect(page.locator("#task-mention-picker")).to_be_hidden()
    answer.press_sequentially("بفرستد")
    with page.expect_response(lambda response: response.request.method == "POST" and "/answer/" in response.url) as answered:
        page.locator("#work-open .primary", has_text="پاسخ").click()
    assert answered.value.ok
    there = reza.page
    there.goto(f"{reza.base}/notices/")
    line = there.locator("main a[href*='/cases/']", has_text="نام بردن").first
    expect(line).to_be_visible()
    line.click()
    expect(there.locator("#main")).to_contain_text("نوا")
    assert to(house.smtp.taken, address) == []
