"""Addresses of reports."""

from django.urls import path

from sandali.desk.reports import causes, exporting, listing, sales, standards, views

urlpatterns = [
    path("reports/", views.reports, name="reports"),
    path("reports/cases/", listing.report_cases, name="report_cases"),
    path("reports/standards/", standards.report_standards, name="report_standards"),
    path("reports/standards/cases/", standards.report_standards_cases, name="report_standards_cases"),
    path("reports/causes/", causes.report_causes, name="report_causes"),
    path("reports/causes/exports/", causes.report_cause_exports, name="report_cause_exports"),
    path("reports/sales/", sales.report_sales, name="report_sales"),
    path("reports/sales/exports/", sales.report_sale_exports, name="report_sale_exports"),
    path("reports/exports/", exporting.report_exports, name="report_exports"),
    path("reports/exports/<int:number>/", exporting.report_export, name="report_export"),
]
