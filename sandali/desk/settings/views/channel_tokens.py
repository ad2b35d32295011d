"""The tokens of a channel's program: a new one is shown this once, in the answer to the press that made it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.channels.access import access_channel
from sandali.channels.api.tokens import end_earlier_token, make_token
from sandali.channels.kinds import adapter_of
from sandali.channels.models import Channel
from sandali.desk.entering import staff
from sandali.desk.settings.forms.channels import settings_form
from sandali.desk.settings.views.channels import channel_page
from sandali.kit.htmx import done


def program_of(request: HttpRequest, number: int) -> Channel:
    """An open channel whose program has tokens. Raises Channel.DoesNotExist."""
    standing = access_channel(request.user, number)
    if not adapter_of(standing).can.tokens or standing.archived_at is not None:
        raise Channel.DoesNotExist
    return standing


@staff("manage_channels", methods=("POST",))
def token(request: HttpRequest, number: int) -> HttpResponse:
    """A new token."""
    standing = program_of(request, number)
    made = make_token(standing, by=request.user)
    standing.refresh_from_db()
    return channel_page(request, settings_form(standing), standing, token=made)


@staff("manage_channels", methods=("POST",))
def earlier_token(request: HttpRequest, number: int) -> HttpResponse:
    """The token before the newest one holds no longer."""
    end_earlier_token(program_of(request, number), by=request.user)
    return done(request, reverse("settings_channel", args=[number]), _("The earlier token is over."), leave=True)
