"""Addresses of the company's own fields."""

from django.urls import path

from sandali.desk.settings.fields import views

urlpatterns = [
    path("", views.fields, name="settings_fields"),
    path("<int:number>/", views.field, name="settings_field"),
    path("<int:number>/place/", views.place, name="settings_field_place"),
    path("<int:number>/archive/", views.archive, name="settings_field_archive"),
    path("<int:number>/return/", views.returning, name="settings_field_return"),
]
