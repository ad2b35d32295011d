"""The pages of archives."""

from django.urls import path

from sandali.desk.archiving import views

urlpatterns = [
    path("", views.archives, name="settings_archives"),
    path("speaking/", views.speaking, name="settings_house_speaking"),
    path("links/", views.links, name="settings_house_links"),
    path("<int:number>/file/", views.file, name="settings_archive_file"),
    path("<int:number>/stopping/", views.stopping, name="settings_archive_stopping"),
    path("<int:number>/removal/", views.removal, name="settings_archive_removal"),
]
