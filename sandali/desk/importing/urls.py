"""The pages of imports."""

from django.urls import path

from sandali.desk.importing import people, views

urlpatterns = [
    path("", views.imports, name="settings_imports"),
    path("<int:number>/", views.one_import, name="settings_import"),
    path("<int:number>/plan/", views.plan, name="settings_import_plan"),
    path("<int:number>/trial/", views.trial, name="settings_import_trial"),
    path("<int:number>/start/", views.start, name="settings_import_start"),
    path("<int:number>/order/", views.order, name="settings_import_order"),
    path("<int:number>/stopping/", views.stopping, name="settings_import_stopping"),
    path("<int:number>/undoing/", views.undoing, name="settings_import_undoing"),
    path("<int:number>/order/back/", views.order_back, name="settings_import_order_back"),
    path("<int:number>/removal/", views.removal, name="settings_import_removal"),
    path("<int:number>/forgetting/", views.forgetting, name="settings_import_forgetting"),
    path("<int:number>/people/", people.people, name="settings_import_people"),
    path("<int:number>/choices/", people.choices, name="settings_import_choices"),
    path("<int:number>/rows/", views.mending, name="settings_import_rows"),
]
