"""Approved texts."""

from django.urls import path

from sandali.desk.cases.approved import views

urlpatterns = [path("cases/<int:number>/approved/", views.approved, name="case_approved")]
