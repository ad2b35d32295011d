"""Sign-in is django-allauth's; what it offers that we do not use answers 404."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, re_path, reverse

from sandali.desk.entering import staff, visitors


@visitors(methods=("GET", "POST"))
def not_here(request: HttpRequest, key: str = "") -> HttpResponse:
    """Addresses are changed by an administrator, and people join by invitation."""
    raise Http404


@staff()
def account(request: HttpRequest) -> HttpResponse:
    """The front of one's account is the profile."""
    return HttpResponseRedirect(reverse("profile"))


urlpatterns = [
    path("", account, name="account"),
    path("signup/", not_here, name="account_signup"),
    path("signup/passkey/", not_here, name="account_signup_by_passkey"),
    path("email/", not_here, name="account_email"),
    path("password/set/", not_here, name="account_set_password"),
    path("login/code/confirm/", not_here, name="account_confirm_login_code"),
    path("confirm-email/", not_here, name="account_email_verification_sent"),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", not_here, name="account_confirm_email"),
]
