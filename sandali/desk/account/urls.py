"""Sign-in is django-allauth's; what it offers that we do not use answers 404."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from sandali.desk.entering import visitors


@visitors(methods=("GET", "POST"))
def not_here(request: HttpRequest) -> HttpResponse:
    """Addresses are changed by an administrator, and people join by invitation."""
    raise Http404


urlpatterns = [
    path("signup/", not_here, name="account_signup"),
    path("signup/passkey/", not_here, name="account_signup_by_passkey"),
    path("email/", not_here, name="account_email"),
]
