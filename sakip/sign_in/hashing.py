"""How passwords are hashed (ADR 45)."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """Argon2id above OWASP's least (19 MiB, 2 passes), in one thread: a worker has no processor to spare for another.

    A quarter of the processor time of Django's PBKDF2, and 32 MiB for as long as one password is being looked at: as
    many at once as the server has threads.
    """

    time_cost = 3
    memory_cost = 32 * 1024
    parallelism = 1
