"""One's own pages: preferences, profile, notices."""

from django.urls import path

from sandali.desk.me import views

urlpatterns = [
    path("me/", views.profile, name="profile"),
    path("me/theme/", views.theme, name="theme"),
    path("me/language/", views.language, name="language"),
    path("me/presence/", views.presence, name="presence"),
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read_notices, name="read_notices"),
    path("notices/choices/", views.notice_choices, name="notice_choices"),
]
