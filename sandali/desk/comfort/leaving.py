"""At sign-out nothing of the person stays in the browser, nor comes to it: what our script keeps it erases itself (s-leave.js)."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sandali.history.subscriptions import leave_browser

MOST_ENDPOINT = 700  # characters, as `subscribe` takes them
Handler = Callable[[HttpRequest], HttpResponse]


def forget_at_sign_out(get_response: Handler) -> Handler:
    """Tell the browser to empty its cache of our answers, where pictures of customers' mails lie for a day; end push to it.

    `browser` in the form is the endpoint of its subscription: the browser's own end of it may fail, ours does not."""

    def handle(request: HttpRequest) -> HttpResponse:
        was_signed_in = request.method == "POST" and request.path == reverse("account_logout") and request.user.is_authenticated
        person = request.user if was_signed_in else None
        response = get_response(request)
        if was_signed_in and not request.user.is_authenticated:
            leave_browser(person, request.POST.get("browser", "")[:MOST_ENDPOINT])
            response["Clear-Site-Data"] = '"cache"'
        return response

    return handle
