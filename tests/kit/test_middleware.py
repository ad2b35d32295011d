"""Headers that every answer carries."""

from django.http import HttpResponse
from django.test import RequestFactory

from sandali.kit.middleware import security_headers


def answer_with(response: HttpResponse) -> HttpResponse:
    return security_headers(lambda request: response)(RequestFactory().get("/"))


def test_a_page_says_what_browsers_must_not_do():
    headers = dict(answer_with(HttpResponse("x")).headers)
    assert headers == {
        "Content-Type": "text/html; charset=utf-8",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(self), payment=(), usb=()",
        "X-Frame-Options": "DENY",
        "Vary": "HX-Request, HX-Target, Sandali-Part",
    }


def test_a_view_may_be_framed_when_it_says_so():
    response = HttpResponse("x")
    response.xframe_exempt = True
    assert "X-Frame-Options" not in answer_with(response).headers


def test_a_view_may_be_stricter_itself():
    assert answer_with(HttpResponse("x", headers={"Referrer-Policy": "no-referrer"}))["Referrer-Policy"] == "no-referrer"


def test_files_do_not_vary_by_htmx():
    assert "Vary" not in answer_with(HttpResponse(b"x", content_type="image/png")).headers
