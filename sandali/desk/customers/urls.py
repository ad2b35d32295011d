"""Customers and the organisations they belong to."""

from django.urls import path

from sandali.desk.customers import acts, erasing, listing, organisations, views

urlpatterns = [
    path("customers/", listing.customers, name="customers"),
    path("customers/new/", views.new_customer, name="new_customer"),
    path("customers/<int:number>/", views.customer, name="customer"),
    path("customers/<int:number>/edit/", views.edit, name="edit_customer"),
    path("customers/<int:number>/identities/", acts.identities, name="customer_identities"),
    path("customers/<int:number>/identities/<int:identity>/removal/", acts.identity_removal, name="identity_removal"),
    path("customers/<int:number>/tags/", acts.tags, name="customer_tags"),
    path("customers/<int:number>/tags/<int:tag>/removal/", acts.tag_removal, name="customer_tag_removal"),
    path("customers/<int:number>/notes/", acts.notes, name="customer_notes"),
    path("customers/<int:number>/notes/<int:note>/removal/", acts.note_removal, name="customer_note_removal"),
    path("customers/<int:number>/notes/<int:note>/return/", acts.note_return, name="customer_note_return"),
    path("customers/<int:number>/erasure/", erasing.erasure, name="customer_erasure"),
    path("customers/<int:number>/export/", erasing.export, name="customer_export"),
    path("customers/exports/<int:number>/", erasing.exported, name="customer_export_file"),
    path("organisations/<int:number>/", organisations.organisation, name="organisation"),
    path("organisations/<int:number>/edit/", organisations.edit, name="edit_organisation"),
]
