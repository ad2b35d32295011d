"""One box that finds everything."""

from django.urls import path

from sandali.desk.search import views

urlpatterns = [path("search/", views.search, name="search")]
