"""Tests of forwarding on the desk."""
