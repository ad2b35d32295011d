"""Browsers that take push: kept, given up, nobody else's."""

import pytest

from sandali.history.models import PushSubscription
from sandali.history.subscriptions import (
    MOST_BROWSERS,
    MOST_FAILURES,
    browsers_of,
    gone,
    leave_browser,
    refused,
    subscribe,
    unsubscribe,
    went_through,
)
from tests.browser_push import Browser


def given(endpoint="https://push.example/x", **changed):
    browser = Browser()
    return {"endpoint": endpoint, "key": browser.key, "secret": browser.secret} | changed


def test_a_browser_is_kept_once_and_belongs_to_who_sits_at_it_now(cast):
    first = subscribe(cast.sara, **given(), browser="Firefox")
    again = subscribe(cast.reza, **given())
    assert (first.pk == again.pk, browsers_of(cast.sara), browsers_of(cast.reza)) == (True, [], [again])


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "http://push.example/x"}, {"endpoint": "https://"}, {"endpoint": "https://me@push.example/"}, {"endpoint": "ftp://x/"},
        {"endpoint": "https://push.example/" + "x" * 700}, {"endpoint": "https://پوش.example/"}, {"key": "x"}, {"secret": "x"}, {"key": ""},
    ],
)  # fmt: skip
def test_what_is_no_subscription_is_refused(cast, wrong):
    with pytest.raises(ValueError):
        subscribe(cast.sara, **given(**wrong))
    assert PushSubscription.objects.count() == 0


def test_the_oldest_of_very_many_browsers_makes_room(cast):
    for number in range(MOST_BROWSERS + 2):
        subscribe(cast.sara, **given(f"https://push.example/{number}"))
    kept = browsers_of(cast.sara)
    assert (len(kept), kept[0].endpoint) == (MOST_BROWSERS, "https://push.example/2")


def test_nobody_removes_another_persons_browser(cast):
    kept = subscribe(cast.sara, **given())
    with pytest.raises(PushSubscription.DoesNotExist):
        unsubscribe(cast.reza, kept.pk)
    unsubscribe(cast.sara, kept.pk)
    assert browsers_of(cast.sara) == []


def test_a_browser_that_is_refused_time_after_time_is_given_up_but_one_success_forgives(cast):
    kept = subscribe(cast.sara, **given())
    for _ in range(MOST_FAILURES - 1):
        refused(kept)
    went_through(kept)
    for _ in range(MOST_FAILURES - 1):
        refused(kept)
    assert [one.failures for one in browsers_of(cast.sara)] == [MOST_FAILURES - 1]
    refused(kept)
    assert browsers_of(cast.sara) == []


def test_a_browser_that_is_gone_is_forgotten(cast):
    gone(subscribe(cast.sara, **given()))
    assert browsers_of(cast.sara) == []


def test_who_leaves_a_browser_ends_it_there_and_nowhere_else(cast):
    for endpoint in ("https://push.example/phone", "https://push.example/desk"):
        subscribe(cast.sara, **given(endpoint))
    subscribe(cast.reza, **given("https://push.example/reza"))
    ended = [leave_browser(cast.sara, endpoint) for endpoint in ("https://push.example/phone", "https://push.example/reza", "", "nowhere")]
    assert ended == [True, False, False, False]
    assert [one.endpoint for one in PushSubscription.objects.order_by("pk")] == ["https://push.example/desk", "https://push.example/reza"]
