"""A service for measuring."""

from kinweave.people.models import Service

SERVICE = "Measured Service"


def is_there() -> bool:
    """Whether this data folder already holds a service for measuring."""
    return Service.objects.filter(name=SERVICE).exists()
