"""Sandali's REST API for Python programs. `Sandali(url, token)` is where everything begins; README.md has examples."""

from sandali_client.calling import Problem, Sandali
from sandali_client.webhooks import NotFromSandali, read_webhook

__all__ = ["NotFromSandali", "Problem", "Sandali", "read_webhook"]
