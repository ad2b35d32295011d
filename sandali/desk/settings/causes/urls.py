"""Addresses of the tree of causes."""

from django.urls import path

from sandali.desk.settings.causes import views

urlpatterns = [
    path("", views.causes, name="settings_causes"),
    path("usual/", views.usual, name="settings_causes_usual"),
    path("<int:number>/", views.cause, name="settings_cause"),
    path("<int:number>/place/", views.place, name="settings_cause_place"),
    path("<int:number>/merging/", views.merging, name="settings_cause_merging"),
    path("<int:number>/retirement/", views.retirement, name="settings_cause_retirement"),
]
