"""Static files under names that change with their content; missing ones do not take a page down."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed and compressed names; before they are collected (tests, first start) the plain name serves."""

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        """The hashed name, or the plain one while the file has not been collected."""
        try:
            return str(super().stored_name(name))
        except ValueError:
            return name
