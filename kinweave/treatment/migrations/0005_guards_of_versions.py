"""A version stays as it was written; looking at it again makes the next one."""

from django.db import migrations

from kinweave.shelf.guards import guard


class Migration(migrations.Migration):
    dependencies = [("treatment", "0004_review_around_onset")]

    operations = [
        guard("treatment.Psychoeducation"),
        guard("treatment.PersonVersion"),
        guard("treatment.TimelineVersion"),
    ]
