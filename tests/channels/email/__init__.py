"""Tests of sandali/channels/email."""
