"""At sign-out nothing of the person stays in the browser: what our script keeps it erases itself (s-leave.js); this is for the rest."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

Handler = Callable[[HttpRequest], HttpResponse]


def forget_at_sign_out(get_response: Handler) -> Handler:
    """Tell the browser to empty its cache of our answers, where pictures of customers' mails lie for a day."""

    def handle(request: HttpRequest) -> HttpResponse:
        was_signed_in = request.method == "POST" and request.path == reverse("account_logout") and request.user.is_authenticated
        response = get_response(request)
        if was_signed_in and not request.user.is_authenticated:
            response["Clear-Site-Data"] = '"cache"'
        return response

    return handle
