"""The chain of acts is append-only (S-60)."""

from django.db import migrations

from kinweave.shelf.guards import guard


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        guard("audit.Event"),
    ]
