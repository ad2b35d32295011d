"""The addresses for programs that act as one of us, and what describes them."""

from django.urls import path

from sandali.exchange.rest.describing import openapi
from sandali.exchange.rest.program import addresses

urlpatterns = [
    path("openapi.json", openapi, name="rest_openapi"),
    *addresses(),
]
