"""Addresses for providers."""

from django.urls import path

from sandali.exchange import hooks

urlpatterns = [
    path("<str:token>/", hooks.hook, name="hook"),
    path("<str:token>/<str:secret>/", hooks.hook, name="hook_with_secret"),
]
