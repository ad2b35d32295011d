"""Addresses of the health of records."""

from django.urls import path

from sandali.desk.health import mending, rules, views

urlpatterns = [
    path("reports/records/", views.report_records, name="report_records"),
    path("reports/records/looks/", rules.report_record_looks, name="report_record_looks"),
    path("reports/records/rules/", rules.report_record_rules, name="report_record_rules"),
    path("reports/records/kinds/", mending.kinds, name="report_record_kinds"),
    path("reports/records/kinds/<int:number>/undoing/", mending.kinds_undoing, name="report_record_kinds_undoing"),
    path("reports/records/corrections/", mending.corrections, name="report_record_corrections"),
    path("reports/records/corrections/<int:number>/undoing/", mending.corrections_undoing, name="report_record_corrections_undoing"),
    path("customers/<int:number>/details/", mending.details, name="customer_details"),
    path("customers/details/<int:number>/undoing/", mending.details_undoing, name="customer_details_undoing"),
    path("reports/records/<slug:code>/", views.report_record_check, name="report_record_check"),
]
