"""The tables of automation, by what they are about; imported from here."""

from sandali.automation.models.macros import Macro
from sandali.automation.models.rules import Outcome, Rule, RuleRun
from sandali.automation.models.webhooks import Sending, Webhook, WebhookDelivery

__all__ = ["Macro", "Outcome", "Rule", "RuleRun", "Sending", "Webhook", "WebhookDelivery"]
