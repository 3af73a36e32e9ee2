"""The functions of the actions, what they write, and what they call: read from the source, nothing is run."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests.rules.tree import PACKAGE, ROOT, files

ON_A_QUERYSET = {
    "create",
    "bulk_create",
    "bulk_update",
    "update_or_create",
    "get_or_create",
    "update",
    "delete",
}
ON_A_ROW = {"save", "delete"}


@dataclass
class Function:
    """One function of an actions module."""

    module: str
    name: str
    node: ast.FunctionDef
    calls: set[tuple[str, str]] = field(default_factory=set)  # module, name
    writes: bool = False
    audits: bool = False

    @property
    def is_public(self) -> bool:
        return not self.name.startswith("_")

    @property
    def label(self) -> str:
        return f"{self.module.removeprefix('kinweave.')}.{self.name}"


def is_actions(path: Path) -> bool:
    return "actions" in path.parent.parts or path.name == "actions.py"


def written(node: ast.AST) -> Iterator[ast.Call]:
    """Calls that write to the database: a manager's or queryset's verbs, and a row's save and delete."""
    for call in ast.walk(node):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
            continue
        verb, on = call.func.attr, ast.unparse(call.func.value)
        of_a_query = any(part in on for part in (".objects", "_default_manager", ".filter("))
        of_a_row = on not in {"super()", "request.session"}
        if (verb in ON_A_QUERYSET and of_a_query) or (verb in ON_A_ROW and of_a_row):
            yield call


@cache
def functions() -> dict[tuple[str, str], Function]:
    """Every function of every actions module, by module and name."""
    found: dict[tuple[str, str], Function] = {}
    for path in files(".py", under=PACKAGE):
        if is_actions(path):
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            found |= {(module, each.name): each for each in _of(module, ast.parse(path.read_text()))}
    return found


def _of(module: str, tree: ast.Module) -> Iterator[Function]:
    names = _imported(tree)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            each = Function(module, node.name, node, writes=any(True for _ in written(node)))
            for call in ast.walk(node):
                if isinstance(call, ast.Call):
                    _note(each, ast.unparse(call.func), names)
            yield each


def _note(each: Function, called: str, names: dict[str, str]) -> None:
    first, _, rest = called.partition(".")
    target = names.get(first, "")
    if called == "audit.record":
        each.audits = True
    elif not rest and not target:
        each.calls.add((each.module, called))
    elif target and not rest:
        module, _, name = target.rpartition(".")
        each.calls.add((module, name))
    elif target and "." not in rest:
        each.calls.add((target, rest))


def _imported(tree: ast.Module) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {each.asname or each.name: f"{node.module}.{each.name}" for each in node.names}
    return found


def reached(start: Function) -> list[Function]:
    """The function itself and every function of actions it may call, at any depth."""
    seen: dict[tuple[str, str], Function] = {}
    waiting = [start]
    while waiting:
        each = waiting.pop()
        if (each.module, each.name) in seen:
            continue
        seen[each.module, each.name] = each
        waiting += [called for place in each.calls if (called := _found(*place))]
    return list(seen.values())


def _found(module: str, name: str) -> Function | None:
    """The function of that name in the module, or in the package that hands it on."""
    exact = functions().get((module, name))
    if exact is not None:
        return exact
    return next(
        (each for (home, called), each in functions().items() if called == name and home.startswith(f"{module}.")),
        None,
    )  # fmt: skip
