"""The kinds of definition the library holds: add a line here and the loader, the lock and the checks know it."""

from kinweave.core.definitions import Definition
from kinweave.core.instruments import Instrument

KINDS: dict[str, tuple[str, type[Definition]]] = {
    # kind: (folder inside the library, model of one file)
    "instrument": ("instruments", Instrument),
}
