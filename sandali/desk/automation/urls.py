"""The pages of rules, among the settings."""

from django.urls import path

from sandali.desk.automation import views

urlpatterns = [
    path("", views.rules, name="settings_rules"),
    path("new/", views.new_rule, name="settings_rule_new"),
    path("new/trial/", views.new_rule_trial, name="settings_rule_new_trial"),
    path("<int:number>/", views.rule, name="settings_rule"),
    path("<int:number>/trial/", views.rule_trial, name="settings_rule_trial"),
    path("<int:number>/history/", views.history, name="settings_rule_history"),
    path("<int:number>/place/", views.place, name="settings_rule_place"),
    path("<int:number>/activity/", views.activity, name="settings_rule_activity"),
    path("<int:number>/removal/", views.removal, name="settings_rule_removal"),
    path("<int:number>/history/<int:run>/undoing/", views.undoing, name="settings_rule_undoing"),
]
