"""Model fields whose content is sealed under the client's own key, bound to table, field, row and client (S-20).

The model must have `client_id` and a primary key that is known before saving (a UUID). Reading the
attribute unseals it on first use; NULL stays NULL, and an empty string is sealed like any other.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, cast

from django.db import models

from kinweave.vault import crypto, keys


@dataclass(frozen=True, slots=True)
class Sealed:
    """Bytes as they stand in the database."""

    content: bytes


class _Unsealing:
    """The attribute: bytes from the database become words when someone reads them."""

    def __init__(self, field: SealedText) -> None:
        self.field = field

    def __get__(self, row: models.Model | None, owner: type | None = None) -> Any:
        if row is None:
            return self
        name = self.field.attname
        if name not in row.__dict__:
            row.refresh_from_db(fields=[name])
        value = row.__dict__[name]
        if isinstance(value, Sealed):
            row.__dict__[f"_{name}_sealed"] = value
            value = row.__dict__[name] = self.field.unsealed(row, value)
        return value

    def __set__(self, row: models.Model, value: Any) -> None:
        row.__dict__[self.field.attname] = value


class SealedText(models.BinaryField[Any, Any]):
    """Words of a client or about a client. In Python: str or None."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("editable", True)
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _Unsealing(self))

    def from_db_value(self, value: Any, expression: object, connection: object) -> Sealed | None:
        return None if value is None else Sealed(bytes(value))

    def get_default(self) -> Any:
        return (
            super(models.BinaryField, self).get_default()
            if self.has_default()
            else None
            if self.null
            else self.empty()
        )

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = model_instance.__dict__.get(self.attname)
        if value is None or isinstance(value, Sealed):
            return value
        return Sealed(
            crypto.seal(keys.of(_client_id(model_instance)), self.encoded(value), self._place(model_instance))
        )

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, str):
            raise TypeError(
                f"{self.model.__name__}.{self.name} is sealed: it cannot be searched or updated in bulk."
            )
        return value.content if isinstance(value, Sealed) else value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return super().get_db_prep_value(
            value.content if isinstance(value, Sealed) else value, connection, prepared
        )

    def unsealed(self, row: models.Model, value: Sealed) -> Any:
        return self.decoded(crypto.unseal(keys.of(_client_id(row)), value.content, self._place(row)))

    def _place(self, row: models.Model) -> bytes:
        return f"{self.model._meta.label_lower}:{self.name}:{row.pk}:{_client_id(row)}".encode()

    def empty(self) -> Any:
        return ""

    def encoded(self, value: Any) -> bytes:
        return cast(str, value).encode()

    def decoded(self, plain: bytes) -> Any:
        return plain.decode()


class SealedJSON(SealedText):
    """Structured words (lists, tables, worksheet entries). In Python: what JSON can say, or None."""

    def empty(self) -> Any:
        return {}

    def encoded(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    def decoded(self, plain: bytes) -> Any:
        return json.loads(plain)


def _client_id(row: models.Model) -> Any:
    return row.client_id  # type: ignore[attr-defined]
