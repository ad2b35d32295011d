"""The pages of calls."""

from django.urls import path

from sandali.desk.calls import views

urlpatterns = [
    path("calls/", views.calls, name="calls"),
    path("calls/ringing/", views.ringing, name="calls_ringing"),
    path("calls/<int:number>/putting-away/", views.putting_away, name="call_putting_away"),
    path("customers/<int:number>/identities/<int:identity>/call/", views.calling, name="identity_call"),
]
