"""Visits and calls that were written without a connection."""

from django.urls import path

from sandali.desk.visits import views

urlpatterns = [
    path("visits/", views.visits, name="visits"),
    path("visits/kept/", views.kept, name="visits_kept"),
]
