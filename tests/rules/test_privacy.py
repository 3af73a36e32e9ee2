"""Every field of every model says what kind of thing it holds; what people said is sealed."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from kinweave.vault.fields import SealedText

OWN = [model for model in apps.get_models() if model.__module__.startswith("kinweave.")]
WITHOUT_PEOPLE = {
    "audit",
    "shelf",
    "vault",
}  # ids, definitions and keys: no field about a person but the audit's own
LINKS = (models.ForeignKey, models.ManyToManyField, models.UUIDField, models.AutoField, SealedText)
EVERY_ROW = {"id", "created_at"}


def unclassified(model: type[models.Model]) -> set[str]:
    named = set(getattr(model, "PRIVACY", {}))
    return {
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, models.Field)
        and not isinstance(field, LINKS)
        and field.name not in named | EVERY_ROW
    }


def test_every_field_is_classified() -> None:
    missing = {
        model._meta.label: fields
        for model in OWN
        if model._meta.app_label not in WITHOUT_PEOPLE and (fields := unclassified(model))
    }
    assert missing == {}


def test_no_free_text_lies_open() -> None:
    open_text = {
        f"{model._meta.label}.{field.name}"
        for model in OWN
        if model._meta.app_label not in WITHOUT_PEOPLE | {"notices"}
        for field in model._meta.get_fields()
        if isinstance(field, models.TextField)
    }
    assert open_text == set()


def test_every_row_of_a_record_names_its_service_and_its_client() -> None:
    sealed = [
        model for model in OWN if any(isinstance(field, SealedText) for field in model._meta.get_fields())
    ]
    assert [model._meta.label for model in sealed if not hasattr(model, "client_id")] == []
    assert [model._meta.label for model in sealed if not hasattr(model, "service_id")] == []
