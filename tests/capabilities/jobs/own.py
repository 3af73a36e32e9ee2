"""Settings for a service that a test keeps on disk: tables without migrations, mail into files."""

from kinweave.config.settings import *  # noqa: F403
from kinweave.config.settings import DATA_DIR, INSTALLED_APPS

MIGRATION_MODULES = {app.rpartition(".")[2]: None for app in INSTALLED_APPS}
EMAIL_FILE_PATH = DATA_DIR / "mail"
