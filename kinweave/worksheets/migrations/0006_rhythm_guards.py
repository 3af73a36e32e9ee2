"""What a day of the rhythm log said before a change stays as it was written."""

from django.db import migrations

from kinweave.shelf.guards import guard


class Migration(migrations.Migration):
    dependencies = [("worksheets", "0005_rhythm_log")]

    operations = [guard("worksheets.RhythmDayVersion")]
