"""Signing in: allauth's machinery with our forms, words, mails and limits."""
