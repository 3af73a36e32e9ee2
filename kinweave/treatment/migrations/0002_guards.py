"""What was signed stays as it was signed."""

from django.db import migrations

from kinweave.shelf.guards import guard


class Migration(migrations.Migration):
    dependencies = [("treatment", "0001_initial")]

    operations = [
        guard("treatment.SessionNote", once="signed_at", but={"countersigned_at", "countersigned_by_id"}),
        guard("treatment.Amendment"),
        guard("treatment.NoteDraft"),
        guard("treatment.SuitabilityDecision"),
    ]
