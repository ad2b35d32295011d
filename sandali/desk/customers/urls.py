"""Customers and the organisations they belong to."""

from django.urls import path

from sandali.desk.customers import acts, addresses, erasing, files, listing, views

urlpatterns = [
    path("customers/", listing.customers, name="customers"),
    path("customers/new/", views.new_customer, name="new_customer"),
    path("customers/<int:number>/", views.customer, name="customer"),
    path("customers/<int:number>/edit/", views.edit, name="edit_customer"),
    path("customers/<int:number>/identities/", addresses.identities, name="customer_identities"),
    path("customers/<int:number>/identities/<int:identity>/removal/", addresses.removal, name="identity_removal"),
    path("customers/<int:number>/identities/<int:identity>/proof/", addresses.proof, name="identity_proof"),
    path("customers/<int:number>/identities/<int:identity>/main/", addresses.main, name="identity_main"),
    path("customers/<int:number>/identities/removals/<int:removal>/return/", addresses.bringing_back, name="identity_return"),
    path("customers/<int:number>/files/", files.customer_files, name="customer_files"),
    path("organisations/<int:number>/files/", files.organisation_files, name="organisation_files"),
    path("records/files/<int:number>/", files.file, name="record_file"),
    path("records/files/<int:number>/preview/", files.preview, name="record_file_preview"),
    path("records/files/<int:number>/removal/", files.removal, name="record_file_removal"),
    path("records/files/<int:number>/return/", files.bringing_back, name="record_file_return"),
    path("customers/<int:number>/tags/", acts.tags, name="customer_tags"),
    path("customers/<int:number>/tags/<int:tag>/removal/", acts.tag_removal, name="customer_tag_removal"),
    path("customers/<int:number>/notes/", acts.notes, name="customer_notes"),
    path("customers/<int:number>/notes/<int:note>/removal/", acts.note_removal, name="customer_note_removal"),
    path("customers/<int:number>/notes/<int:note>/return/", acts.note_return, name="customer_note_return"),
    path("customers/<int:number>/erasure/", erasing.erasure, name="customer_erasure"),
    path("customers/<int:number>/export/", erasing.export, name="customer_export"),
    path("customers/exports/<int:number>/", erasing.exported, name="customer_export_file"),
]
