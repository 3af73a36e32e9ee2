"""A version of a safety plan stays as it was written."""

from django.db import migrations

from kinweave.shelf.guards import guard


class Migration(migrations.Migration):
    dependencies = [("safety", "0001_initial")]

    operations = [guard("safety.SafetyPlan")]
