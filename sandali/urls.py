"""Every address: staff's pages at the root, customers' below /p/, /chat/, /form/ and /help/, sign-in below /account/, what providers tell us below /hooks/, what
programs of one's own do below /api/v1/."""

from django.urls import include, path

from sandali.channels.api.telling import API_AT
from sandali.channels.hooks import HOOKS
from sandali.channels.webchat.reading import CHAT
from sandali.channels.webform.looks import FORM_AT
from sandali.kit.signed_links import PORTAL

urlpatterns = [
    path("account/", include("sandali.desk.account.urls")),
    path("account/", include("allauth.urls")),
    path(f"{PORTAL}/", include("sandali.portal.urls")),
    path(f"{HOOKS}/", include("sandali.exchange.urls")),
    path(f"{API_AT}/", include("sandali.exchange.api.urls")),
    path(f"{API_AT}/", include("sandali.exchange.rest.urls")),
    path(f"{CHAT}/", include("sandali.portal.chat.urls")),
    path(f"live/{CHAT}/", include("sandali.portal.chat.live_urls")),
    path(f"{FORM_AT}/", include("sandali.portal.form.urls")),
    path("help/", include("sandali.portal.help_urls")),
    path("", include("sandali.desk.urls")),
]
handler400 = "sandali.kit.failures.bad_request"
handler403 = "sandali.kit.failures.forbidden"
handler404 = "sandali.kit.failures.not_found"
handler500 = "sandali.kit.failures.server_error"
