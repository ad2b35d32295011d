"""One box finds everything, however it is spelled: names, numbers in any digits, words with Arabic letters."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.at_the_desk import open_case
from tests.browser.mails import letter


@pytest.fixture
def kettle(house, enter):
    """A case with words that nothing else has; returns the person who looks at it."""
    sara = enter("desk")
    open_case(house, sara, name="پریسا یکتایی", address="kettle@customer.example", subject="سماور زغالی", text="کیفیت لعاب‌ها یکدست نیست.")
    return sara


def test_names_numbers_and_words_are_found_by_slash_and_by_control_and_k(house, kettle):
    page, number = kettle.page, kettle.path.strip("/").rpartition("/")[2]
    persian = number.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    arabic_letters = "كيفيت"
    found = page.locator("#palette-results [role=option]", has_text="سماور زغالی")
    for keys, words in (("/", "یکتایی"), ("Control+k", persian), ("Control+k", arabic_letters)):
        page.locator("#log").focus()
        page.keyboard.press(keys)
        expect(page.locator("#palette")).to_be_visible()
        page.locator("#palette input").fill(words)
        if words == "یکتایی":
            expect(page.locator("#palette-results [role=option] bdi", has_text="پریسا یکتایی").first).to_be_visible()
        else:
            expect(found).to_have_count(1)
        if keys == "/":
            kettle.look()
        page.keyboard.press("Escape")
        expect(page.locator("#palette")).to_be_hidden()


def test_enter_in_the_palette_opens_what_is_chosen(house, enter):
    john = enter("english")
    page = open_case(house, john, name="Zed Quill", address="zed@customer.example", subject="Quilted samovar", text="Hello")
    address = john.path
    page.goto(f"{john.base}/customers/")
    page.keyboard.press("Control+k")
    page.locator("#palette input").fill("Quilted samovar")
    page.keyboard.press("Enter")  # at once: what stood there before must not be opened
    page.wait_for_url(f"**{address}")


def test_a_phone_number_is_found_in_persian_digits_and_the_whole_page_shows_the_same(house, enter):
    sara = enter("desk")
    page = sara.open("/customers/new/")
    page.locator("main [name=name]").fill("فریدون تلفنی")
    page.locator("main [name=phone]").fill("0935 414 22 33")
    page.locator("main form button.primary").click()
    page.wait_for_url("**/customers/*/")
    for query in ("۰۹۳۵۴۱۴۲۲۳۳", "٠٩٣٥٤١٤٢٢٣٣", "+98 935 414 2233"):
        page.goto(f"{sara.base}/search/")
        page.locator("main input[name=q]").fill(query)
        page.keyboard.press("Enter")
        expect(page.locator("main .records-of-one")).to_contain_text("فریدون تلفنی")
    sara.look()
    sara.open("/search/?q=چیزی‌که‌نیست")
    expect(page.locator("main .empty-title")).to_have_text("چیزی پیدا نشد")


def test_an_attack_typed_into_the_search_is_shown_as_text(house, enter):
    john = enter("english")
    house.server.deliver("support", letter("<b>Bold</b> <bold@customer.example>", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>"))
    page = john.open("/search/?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert page.locator("main input[name=q]").input_value() == "<script>alert(1)</script>"
