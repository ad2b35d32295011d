"""The desk's addresses; each subject has its own list."""

from django.urls import include, path

from sandali.desk.gallery import gallery

# Those asked for most stand first, since each list is gone through in turn.
urlpatterns = [
    path("", include("sandali.desk.cases.urls")),
    path("", include("sandali.desk.customers.urls")),
    path("", include("sandali.desk.organisations.urls")),
    path("", include("sandali.desk.duplicates.urls")),
    path("", include("sandali.desk.segments.urls")),
    path("", include("sandali.desk.search.urls")),
    path("", include("sandali.desk.comfort.urls")),
    path("", include("sandali.desk.visits.urls")),
    path("", include("sandali.desk.cases.clocks.urls")),
    path("", include("sandali.desk.board.urls")),
    path("", include("sandali.desk.promises.urls")),
    path("", include("sandali.desk.remedies.urls")),
    path("", include("sandali.desk.exceptions.urls")),
    path("", include("sandali.desk.letters.urls")),
    path("", include("sandali.desk.recovery.urls")),
    path("", include("sandali.desk.understanding.urls")),
    path("", include("sandali.desk.public.urls")),
    path("", include("sandali.desk.reach.urls")),
    path("", include("sandali.desk.suggestions.urls")),
    path("", include("sandali.desk.calls.urls")),
    path("", include("sandali.desk.wishes.urls")),
    path("", include("sandali.desk.sales.urls")),
    path("", include("sandali.desk.knowledge.urls")),
    path("", include("sandali.desk.me.urls")),
    path("", include("sandali.desk.automation.macro_urls")),
    path("", include("sandali.desk.reports.urls")),
    path("", include("sandali.desk.health.urls")),
    path("", include("sandali.desk.programs.urls")),
    path("", include("sandali.desk.status.urls")),
    path("settings/", include("sandali.desk.settings.urls")),
    path("setup/", include("sandali.desk.setup.urls")),
    path("invitation/", include("sandali.desk.settings.invitation_urls")),
    path("gallery/", gallery, name="gallery"),
]
