"""Customers' pages. Rooms that need one register a page for their purpose in pages.py."""

from django.urls import path

from sandali.portal import views

urlpatterns = [path("<slug:purpose>/<str:token>/", views.link, name="portal_link")]
