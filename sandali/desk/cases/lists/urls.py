"""Filters, saved views, next and previous, and acts on many cases."""

from django.urls import path

from sandali.desk.cases.lists import bulk, panel, steps, views

urlpatterns = [
    path("cases/filter/", panel.filter_panel, name="case_filter"),
    path("cases/views/", views.views, name="saved_views"),
    path("cases/views/new/", views.view_new, name="saved_view_new"),
    path("cases/views/<int:number>/", views.view, name="saved_view"),
    path("cases/views/<int:number>/filter/", views.view_filter, name="saved_view_filter"),
    path("cases/views/<int:number>/filter/undoing/", views.view_filter_undoing, name="saved_view_filter_undoing"),
    path("cases/views/<int:number>/place/", views.place, name="saved_view_place"),
    path("cases/views/<int:number>/removal/", views.removal, name="saved_view_removal"),
    path("cases/views/removals/<int:number>/undoing/", views.undoing, name="saved_view_undoing"),
    path("cases/bulk/", bulk.bulk, name="case_bulk"),
    path("cases/bulk/<int:number>/undoing/", bulk.undoing, name="bulk_undoing"),
    path("cases/<int:number>/next/", steps.next_case, name="case_next"),
    path("cases/<int:number>/previous/", steps.previous_case, name="case_previous"),
]
