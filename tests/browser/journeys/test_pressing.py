"""What is pressed stays under the finger until it is let go, whatever comes meanwhile; and what was sent off is answered."""

import pytest
from playwright.sync_api import Route, expect

from tests.browser.at_the_desk import open_case

SEARCH = "**/recovery/causes/search/**"


@pytest.fixture
def page(house, enter, request):
    """The step "find the cause" of a complaint, open beside its case."""
    tree, name = enter("admin").open("/settings/causes/"), request.node.name
    if tree.locator(".empty").count():
        tree.locator(".empty form button").click()
        expect(tree.locator(".cause-tree > li").first).to_be_visible()
    page = open_case(house, enter("desk"), name="شیما", address="shima@customer.example", subject=name[:60], text="این میز یک پایه کم دارد.")
    page.locator("[popovertarget=menu-kind]").click()
    page.locator("#menu-kind [value=complaint]").click()
    page.locator("#case-recovery a[href$='/cause/']").click()
    expect(page.locator("#cause-results button").first).to_be_visible()
    return page


def found_again(page):
    """The search for causes answers, as it does while somebody types."""
    page.evaluate("htmx.trigger('#cause-search', 'input')")


@pytest.mark.reliability("G8")
def test_a_list_that_comes_while_one_of_it_is_pressed_waits_until_it_is_let_go(page):
    button = page.locator("#cause-results button").first
    cause, pressed = button.locator("span span").text_content(), button.element_handle()
    button.hover()
    page.mouse.down()
    with page.expect_response(SEARCH) as answer:
        found_again(page)
    answer.value.finished()
    stays = page.evaluate("async (pressed) => { await new Promise((next) => setTimeout(next, 200)); return pressed.isConnected; }", pressed)
    page.mouse.up()
    expect(page.locator(".recovery-causes li a")).to_have_text([cause])
    assert stays


@pytest.mark.reliability("G8")
def test_what_was_sent_is_answered_though_the_list_it_stood_in_was_drawn_anew(page):
    button = page.locator("#cause-results button").first
    cause, pressed = button.locator("span span").text_content(), button.element_handle()

    def later(route: Route) -> None:
        """The server is slow: the list is drawn anew before it answers."""
        found_again(page)
        page.wait_for_function("(pressed) => !pressed.isConnected", arg=pressed)
        route.continue_()

    page.route("**/recovery/causes/", later)
    button.click()
    expect(page.locator(".recovery-causes li a")).to_have_text([cause])
