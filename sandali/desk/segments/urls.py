"""Segments of customers."""

from django.urls import path

from sandali.desk.segments import building, exports, of_customer, views

urlpatterns = [
    path("segments/", views.segments, name="segments"),
    path("segments/new/", building.new, name="segment_new"),
    path("segments/conditions/", building.conditions, name="segment_conditions"),
    path("segments/<int:number>/", views.segment, name="segment"),
    path("customers/<int:number>/segments/", of_customer.customer_segments, name="customer_segments"),
    path("segments/<int:number>/count/", views.count, name="segment_count"),
    path("segments/<int:number>/edit/", building.edit, name="segment_edit"),
    path("segments/<int:number>/removal/", views.removal, name="segment_removal"),
    path("segments/<int:number>/return/", views.returned, name="segment_return"),
    path("segments/exports/<int:number>/", exports.segment_export, name="segment_export"),
    path("segments/<int:number>/exports/", exports.exports, name="segment_exports"),
]
