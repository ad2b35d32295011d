"""One's own pages: preferences, profile, notices."""

from django.urls import path

from sandali.desk.me import views, ways

urlpatterns = [
    path("me/", views.profile, name="profile"),
    path("me/theme/", views.theme, name="theme"),
    path("me/language/", views.language, name="language"),
    path("me/presence/", views.presence, name="presence"),
    path("notices/", views.notices, name="notices"),
    path("notices/bell/", views.bell, name="bell"),
    path("notices/read/", views.read_notices, name="read_notices"),
    path("notices/choices/", ways.notice_choices, name="notice_choices"),
    path("notices/fewer/<slug:token>/", ways.fewer_mails, name="fewer_mails"),
    path("notices/browsers/", ways.browsers, name="browsers"),
    path("notices/browsers/<int:number>/removal/", ways.browser_removal, name="browser_removal"),
    path("notices/browsers/<int:number>/trial/", ways.browser_trial, name="browser_trial"),
]
