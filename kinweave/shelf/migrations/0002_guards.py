"""A definition stays as it was when it was first used."""

from django.db import migrations

from kinweave.shelf.guards import guard


class Migration(migrations.Migration):
    dependencies = [("shelf", "0001_initial")]

    operations = [
        guard("shelf.FrozenDefinition"),
    ]
