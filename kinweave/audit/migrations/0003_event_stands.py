"""What a signature stands for is sealed with the act; the guard covers the new column too."""

from django.db import migrations, models

from kinweave.shelf.guards import guard

_GUARD = guard("audit.Event")


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_guards")]

    operations = [
        migrations.RunPython(_GUARD.reverse_code, _GUARD.code),
        migrations.AddField(
            model_name="event",
            name="stands",
            field=models.BinaryField(
                help_text="The print of what this act made final; see chain.print_of.",
                max_length=32,
                null=True,
            ),
        ),
        _GUARD,
    ]
