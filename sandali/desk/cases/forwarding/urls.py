"""Forwarding."""

from django.urls import path

from sandali.desk.cases.forwarding import views

urlpatterns = [path("cases/<int:number>/forwarding/", views.forwarding, name="case_forwarding")]
