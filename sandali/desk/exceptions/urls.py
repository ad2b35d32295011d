"""Addresses of policies and situations; the settings' own are in settings_urls."""

from django.urls import path

from sandali.desk.exceptions import views

urlpatterns = [
    path("policies/<int:number>/", views.policy, name="policy"),
    path("policies/<int:number>/proposal/", views.proposal, name="policy_proposal"),
]
