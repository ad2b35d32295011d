"""The first run, and the list of first steps."""

from django.urls import path

from sandali.desk.setup import views

urlpatterns = [
    path("", views.setup, name="setup"),
    path("checklist/", views.checklist, name="checklist"),
]
