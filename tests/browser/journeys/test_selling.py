"""From a product to money: an order with its lines, placed and paid; a deal over the board by pointer and by keys; a quote that is accepted."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.at_the_desk import open_case, wait_for_mail
from tests.browser.visitor import Visitor

WORDS = {
    "granter": {
        "price": "۴۲۰٬۰۰۰ تومان", "name": "پانته‌آ زرگر", "other": "هومن دریانی", "deal": "زعفران برای فروشگاه", "subject": "خرید عمده",
        "asks": "برای فروشگاه زعفران می‌خواهم.", "answer": "پیش‌فاکتور شما آماده است.", "send": "فرستادن", "accept": "می‌پذیرم",
        "word": "لطفاً هفتهٔ آینده بفرستید.", "accepted": "پذیرفته", "total": "۴٬۲۰۰٬۰۰۰ تومان",
    },
    "granterenglish": {
        "product": "Walnut table", "unit": "piece", "price": "420,000 toman", "name": "Petra Goldsmith", "owed": "867,600", "nothing": "0 tomans",
        "packing": "Gift box", "packed": "27,600 toman", "place": "Place the order",
    },
}  # fmt: skip
# One language each: what the pages do is the same in both, and `make shots` looks at every page in each.
IN_PERSIAN, IN_ENGLISH = (pytest.mark.parametrize("seller", [seller]) for seller in WORDS)


def save(page: Page) -> None:
    """The form's own button."""
    page.locator("main form .form-actions button.primary").click()


def new_product(somebody: Visitor, name: str, code: str, unit: str, price: str) -> None:
    """A product is written down."""
    page = somebody.open("/products/new/")
    for field, value in (("name", name), ("code", code), ("unit", unit), ("price", price)):
        page.locator(f"main [name={field}]").fill(value)
    save(page)
    page.wait_for_url("**/products/")
    expect(page.locator(".sold-products")).to_contain_text(name)


def new_customer(somebody: Visitor, name: str, email: str) -> int:
    """A customer is written down; returns their number."""
    page = somebody.open("/customers/new/")
    page.locator("main [name=name]").fill(name)
    page.locator("main [name=email]").fill(email)
    save(page)
    page.wait_for_url(re.compile(r"/customers/\d+/"))
    return int(somebody.path.strip("/").split("/")[1])


def begin_pipeline(somebody: Visitor) -> Page:
    """The board; where there is none yet it is begun with the usual stages."""
    page = somebody.open("/deals/")
    begin = page.locator("main form[action$='/beginning/'] button")
    if begin.count():
        begin.click()
    expect(page.locator(".board-column").first).to_be_visible()
    return page


def line(page: Page, number: int, name: str, *, quantity: str = "", price: str = "") -> None:
    """One line of an order or a quote."""
    row = page.locator(".line-form").nth(number)
    row.locator("[name$=-name]").fill(name)
    row.locator("[name$=-quantity]").fill(quantity)
    row.locator("[name$=-price]").fill(price)


@IN_ENGLISH
def test_an_order_has_lines_is_placed_and_paid_until_nothing_is_owed(enter, seller):
    words, somebody = WORDS[seller], enter(seller)
    new_product(somebody, words["product"], f"P-{len(seller)}", words["unit"], words["price"])
    customer = new_customer(somebody, words["name"], f"order-{seller}@customer.example")
    page = somebody.open(f"/orders/new/?customer={customer}")
    page.locator("main form.form-actions button.primary").click()
    page.wait_for_url(re.compile(r"/orders/\d+/"))
    if not page.url.endswith("/lines/"):
        page.locator("#lines header a").click()
        page.wait_for_url("**/lines/")
    line(page, 0, words["product"], quantity="2")
    line(page, 1, words["packing"], quantity="1", price=words["packed"])
    somebody.look()
    save(page)
    page.wait_for_url(re.compile(r"/orders/\d+/$"))
    owed = page.locator("#payments .sold-total dd")
    expect(page.locator("#lines .sold-total dd")).to_contain_text(words["owed"])
    somebody.look()
    page.get_by_role("button", name=words["place"]).click()
    expect(owed).to_contain_text(words["owed"])

    page.locator("#payments details:has([name=amount]) summary").click()
    page.locator("#payments [name=amount]").fill(words["owed"])
    page.locator("#payments [name=reference]").fill("778812")
    somebody.look()
    page.locator("#payments details[open] button.primary").click()
    expect(page.locator("#payments .sold-payments li")).to_have_count(1)
    expect(owed).to_contain_text(words["nothing"])
    somebody.look()


def card_in(page: Page, column: int, deal: str) -> Locator:
    """The card of a deal, in a column of the board."""
    return page.locator(".board-column").nth(column).locator(".deal-card", has_text=deal)


@IN_PERSIAN
def test_a_deal_goes_over_the_board_by_the_pointer_and_by_keys(enter, seller):
    words, somebody = WORDS[seller], enter(seller)
    begin_pipeline(somebody)
    customer = new_customer(somebody, words["other"], f"board-{seller}@customer.example")
    page = somebody.open(f"/deals/new/?customer={customer}")
    title = f"{words['deal']} ({words['other']})"
    page.locator("main [name=title]").fill(title)
    page.locator("main [name=amount]").fill(words["price"])
    save(page)
    page.wait_for_url(re.compile(r"/deals/\d+/$"))
    somebody.look()
    somebody.open("/deals/")
    card = card_in(page, 0, title)
    somebody.look()

    grip, there = card.locator(".deal-grip").bounding_box(), page.locator(".board-column").nth(1).bounding_box()
    page.mouse.move(grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2)
    page.mouse.down()
    page.mouse.move(there["x"] + there["width"] / 2, there["y"] + 80, steps=8)
    with page.expect_response("**/stage/") as moved:
        page.mouse.up()
    assert moved.value.status == 200
    expect(card_in(page, 1, title)).to_have_attribute("data-version", "2")
    page.reload()
    card_in(page, 1, title).locator("[popovertarget]").focus()
    page.keyboard.press("Enter")
    expect(card_in(page, 1, title).locator("[name=stage]").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    somebody.look()
    with page.expect_response("**/stage/"):
        page.keyboard.press("Enter")
    expect(card_in(page, 2, title)).to_have_count(1)
    page.reload()
    expect(card_in(page, 2, title)).to_have_count(1)


@pytest.mark.reliability("E10")
@IN_PERSIAN
def test_a_quote_goes_out_with_an_answer_and_the_customer_accepts_it_by_the_link_in_the_mail(house, enter, visit, seller):
    words, somebody, address = WORDS[seller], enter(seller), f"quote-{seller}@customer.example"
    begin_pipeline(somebody)
    open_case(house, somebody, name=words["name"], address=address, subject=words["subject"], text=words["asks"])
    page, case = somebody.page, somebody.path.strip("/").split("/")[1]
    page.goto(f"{somebody.base}/deals/new/?case={case}")
    page.locator("main [name=title]").fill(words["deal"])
    save(page)
    page.wait_for_url(re.compile(r"/deals/\d+/$"))
    page.locator("#quotes header button").click()
    page.wait_for_url("**/lines/")
    line(page, 0, words["subject"], quantity="10", price=words["price"])
    somebody.look()
    save(page)
    page.wait_for_url(re.compile(r"/quotes/\d+/$"))
    somebody.look()
    quote = somebody.path
    somebody.open(f"{quote}paper/")
    expect(page.locator(".paper")).to_contain_text(words["total"])
    page.emulate_media(media="print")
    expect(page.locator(".paper-bar")).to_be_hidden()
    page.emulate_media(media="screen")

    somebody.open(f"{quote}sending/")
    page.locator("main [name=text]").fill(words["answer"])
    page.locator("main .form-actions").get_by_role("button", name=words["send"]).click()
    page.wait_for_url(f"**{quote}")
    (mail,) = wait_for_mail(house, address)
    link = urlsplit(re.search(r"https?://[^\s>]+/p/quote/[^\s>]+", mail.get_body(("plain",)).get_content())[0]).path
    customer = visit(somebody.base, language=somebody.language)
    paper = customer.open(link)
    expect(paper.locator(".paper")).to_contain_text(words["total"])
    paper.locator("[name=word]").fill(words["word"])
    paper.get_by_role("button", name=words["accept"], exact=True).click()
    expect(paper.locator("#said .banner.ok")).to_be_visible()
    customer.look()

    page.reload()
    expect(page.locator("main .chips").first).to_contain_text(words["accepted"])
    expect(page.locator("main blockquote")).to_have_text(words["word"])
    page.locator("form[action$='/order/'] button").click()
    page.wait_for_url(re.compile(r"/orders/\d+/$"))
    expect(page.locator("#lines .sold-total dd")).to_contain_text(words["total"])
    somebody.look()
