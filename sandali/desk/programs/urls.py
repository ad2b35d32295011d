"""Pages about programs."""

from django.urls import path

from sandali.desk.programs import tokens, webhooks

urlpatterns = [
    path("me/tokens/", tokens.tokens, name="tokens"),
    path("me/tokens/<int:number>/ending/", tokens.ending, name="token_ending"),
    path("me/tokens/operations/", tokens.operations, name="api_operations"),
    path("settings/tokens/", tokens.all_tokens, name="settings_tokens"),
    path("settings/webhooks/", webhooks.webhooks, name="settings_webhooks"),
    path("settings/webhooks/<int:number>/", webhooks.webhook, name="settings_webhook"),
    path("settings/webhooks/<int:number>/trial/", webhooks.trial, name="settings_webhook_trial"),
    path("settings/webhooks/<int:number>/secret/", webhooks.secret, name="settings_webhook_secret"),
    path("settings/webhooks/<int:number>/pause/", webhooks.pause, name="settings_webhook_pause"),
    path("settings/webhooks/<int:number>/activation/", webhooks.activation, name="settings_webhook_activation"),
    path("settings/webhooks/<int:number>/removal/", webhooks.removal, name="settings_webhook_removal"),
    path("settings/webhooks/<int:number>/deliveries/<int:delivery>/retry/", webhooks.retry, name="settings_webhook_retry"),
]
