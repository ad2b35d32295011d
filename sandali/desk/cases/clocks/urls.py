"""Addresses of a case's clocks."""

from django.urls import path

from sandali.desk.cases.clocks import views

urlpatterns = [
    path("cases/<int:number>/clocks/", views.clocks, name="case_clocks"),
    path("cases/<int:number>/clocks/<int:clock>/reason/", views.reason, name="case_clock_reason"),
]
