"""The settings pages of routing."""

from django.urls import path

from sandali.desk.settings.routing import views

urlpatterns = [
    path("", views.routing, name="settings_routing"),
    path("rules/new/", views.new_rule, name="settings_routing_rule_new"),
    path("rules/new/trial/", views.new_rule_trial, name="settings_routing_rule_new_trial"),
    path("rules/<int:number>/", views.rule, name="settings_routing_rule"),
    path("rules/<int:number>/trial/", views.rule_trial, name="settings_routing_rule_trial"),
    path("rules/<int:number>/place/", views.rule_place, name="settings_routing_rule_place"),
    path("rules/<int:number>/activity/", views.rule_activity, name="settings_routing_rule_activity"),
    path("rules/<int:number>/removal/", views.rule_removal, name="settings_routing_rule_removal"),
    path("departments/<int:number>/", views.department, name="settings_routing_department"),
    path("skills/", views.skills, name="settings_routing_skills"),
    path("skills/<int:number>/removal/", views.skill_removal, name="settings_routing_skill_removal"),
]
