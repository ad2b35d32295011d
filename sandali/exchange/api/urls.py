"""The addresses for programs."""

from django.urls import path

from sandali.exchange.api import messages, replies

urlpatterns = [
    path("messages/", messages.messages, name="api_messages"),
    path("messages/<str:number>/", messages.message, name="api_message"),
    path("replies/", replies.replies, name="api_replies"),
    path("replies/<str:reply>/receipts/", replies.receipts, name="api_receipts"),
    path("replies/<str:reply>/files/<int:place>/", replies.file, name="api_file"),
]
