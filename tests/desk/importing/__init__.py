"""Tests of the pages of imports."""
