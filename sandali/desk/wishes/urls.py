"""Addresses about how customers are reached."""

from django.urls import path

from sandali.desk.wishes import reports, views

urlpatterns = [
    path("customers/<int:number>/wishes/", views.customer_wishes, name="customer_wishes"),
    path("customers/<int:number>/wishes/change/", views.customer_wishes_change, name="customer_wishes_change"),
    path("customers/<int:number>/consents/", views.customer_consents, name="customer_consents"),
    path("campaigns/", views.campaigns, name="campaigns"),
    path("reports/wishes/", reports.report_wishes, name="report_wishes"),
    path("reports/wishes/cases/", reports.report_wishes_cases, name="report_wishes_cases"),
]
