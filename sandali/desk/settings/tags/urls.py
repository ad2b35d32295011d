"""Addresses of tags."""

from django.urls import path

from sandali.desk.settings.tags import views

urlpatterns = [
    path("", views.tags, name="settings_tags"),
    path("<int:number>/", views.tag, name="settings_tag"),
    path("<int:number>/merging/", views.merging, name="settings_tag_merging"),
    path("<int:number>/removal/", views.removal, name="settings_tag_removal"),
    path("undoing/<int:number>/", views.undoing, name="settings_tag_undoing"),
]
