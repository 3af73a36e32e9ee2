"""The kinds of definition the library holds: a line here, and loader, lock and checks know it."""

from kinweave.core.definitions import Definition
from kinweave.core.instruments import Instrument

KINDS: dict[str, tuple[str, type[Definition]]] = {
    # kind: (folder inside the library, model of one file)
    "instrument": ("instruments", Instrument),
}
