"""Browsers of people who are signed in, one each, so that a test can let two people act side by side."""

from django.test import Client


def browser(person):
    """A browser of this person's own."""
    client = Client()
    client.force_login(person)
    return client
