"""A password hash that takes no time; the program's own settings can read it, since only the iterations differ."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class QuickHasher(PBKDF2PasswordHasher):
    iterations = 1
