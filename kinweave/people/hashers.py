"""argon2id with 46 MiB: an OWASP minimum that a small machine bears under many sign-ins at once (S-13)."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """46 MiB, one pass, one lane."""

    memory_cost = 47_104
    time_cost = 1
    parallelism = 1
