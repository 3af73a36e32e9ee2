"""What a worksheet said at some moment stays as it was written."""

from django.db import migrations

from kinweave.shelf.guards import guard


class Migration(migrations.Migration):
    dependencies = [("worksheets", "0003_worksheet_steps")]

    operations = [guard("worksheets.EntryVersion")]
