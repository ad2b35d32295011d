"""The settings pages of service standards."""

from django.urls import path

from sandali.desk.settings.standards import views

urlpatterns = [
    path("", views.standards, name="settings_standards"),
    path("usual/", views.usual, name="settings_standards_usual"),
    path("telling/", views.telling, name="settings_standards_telling"),
    path("new/", views.new_standard, name="settings_standard_new"),
    path("trial/", views.trial, name="settings_standard_trial"),
    path("<int:number>/", views.standard, name="settings_standard"),
    path("<int:number>/activity/", views.activity, name="settings_standard_activity"),
    path("<int:number>/removal/", views.removal, name="settings_standard_removal"),
]
