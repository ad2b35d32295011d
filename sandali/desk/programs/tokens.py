"""API tokens: one's own, made and ended; everybody's, for who manages people; and what the API can do."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.company.access import access_api_token, api_tokens_for
from sandali.company.actions import CannotMakeToken, make_api_token, revoke_api_token
from sandali.company.models import ApiToken
from sandali.desk.comfort.once import form_key, written_once
from sandali.desk.entering import staff
from sandali.desk.programs.forms import TokenForm, scope_choices
from sandali.desk.settings.side import side
from sandali.exchange.rest.describing import lines
from sandali.history.kinds import KINDS
from sandali.kit.htmx import cleaned, done, page

PAGE = 100
OWN = "desk/programs/tokens.html"


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A line of the list. `state`: holds, ended, over."""

    token: ApiToken
    state: str
    scopes: list[str]  # in words


def token_row(token: ApiToken) -> TokenRow:
    """What the list says about a token."""
    state = "ended" if token.revoked_at is not None else "holds" if token.holds(timezone.now()) else "over"
    words = dict(scope_choices())
    return TokenRow(token, state, [words.get(scope, scope) for scope in token.scopes])


def own_page(request: HttpRequest, form: TokenForm, *, made: str = "", status: int | None = None) -> HttpResponse:
    """One's own tokens, the form for another one, and the one just made, which is shown this once."""
    rows = [token_row(token) for token in api_tokens_for(request.user).filter(person=request.user)[:PAGE]]
    answer = page(request, OWN, {"rows": rows, "form": form, "made": made, "key": form_key(request) if status else uuid.uuid4().hex}, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


@staff(methods=("GET", "POST"))
def tokens(request: HttpRequest) -> HttpResponse:
    """The list, and making one."""
    form = TokenForm(request.POST or None)
    values = cleaned(form, request)
    if values is None:
        return own_page(request, form)
    secrets = []

    def make() -> ApiToken:
        token, secret = make_api_token(request.user, **values)
        secrets.append(secret)
        return token

    try:
        written_once(request, "token", make)
    except CannotMakeToken as why:
        form.add_error(None, str(why))
        return own_page(request, form, status=422)
    if not secrets:  # the page with the token was loaded again, which posts the same form again
        messages.info(request, _("This token was made already, and was shown once. If you did not keep it, end it and make another one."))
        return redirect("tokens")
    return own_page(request, TokenForm(), made=secrets[0])


@staff(methods=("POST",))
def ending(request: HttpRequest, number: int) -> HttpResponse:
    """It opens nothing from now on."""
    token = access_api_token(request.user, number)
    revoke_api_token(token, by=request.user)
    back = reverse("tokens" if token.person_id == request.user.pk else "settings_tokens")
    return done(request, back, _("The token “%(name)s” is over.") % {"name": token.name}, leave=True)


@staff("manage_people")
def all_tokens(request: HttpRequest) -> HttpResponse:
    """Everybody's, the newest first: who manages people may end any of them."""
    return page(request, "desk/programs/all_tokens.html", {**side(request), "rows": [token_row(token) for token in api_tokens_for(request.user)[:PAGE]]})


@staff()
def operations(request: HttpRequest) -> HttpResponse:
    """Everything that programs can ask and do, and the kinds of event."""
    return page(request, "desk/programs/operations.html", {"subjects": list(lines().items()), "kinds": sorted(KINDS)})
