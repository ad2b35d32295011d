"""The settings pages of policies and situations."""

from django.urls import path

from sandali.desk.exceptions import views

urlpatterns = [
    path("", views.policies, name="settings_policies"),
    path("new/", views.new_policy, name="settings_policy_new"),
    path("<int:number>/", views.edit_policy, name="settings_policy"),
    path("situations/new/", views.new_situation, name="settings_situation_new"),
    path("situations/<int:number>/", views.situation, name="settings_situation"),
    path("situations/<int:number>/ending/", views.ending, name="settings_situation_ending"),
]
