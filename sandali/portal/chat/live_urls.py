"""The address of the chat's stream, below the part that is served asynchronously."""

from django.urls import path

from sandali.portal.chat import live

urlpatterns = [path("<str:ticket>/", live.stream, name="chat_live")]
