"""Small files: nothing a reader has to scroll through for long."""

from __future__ import annotations

import ast
import statistics

from tests.rules.tree import PACKAGE, files, lines


def test_no_python_file_is_longer_than_400_lines() -> None:
    assert [str(path) for path in files(".py") if len(lines(path)) > 400] == []


def test_no_template_is_longer_than_200_lines() -> None:
    assert [str(path) for path in files(".html") if len(lines(path)) > 200] == []


def test_functions_are_short() -> None:
    lengths = sorted(
        (node.end_lineno or node.lineno) - node.lineno + 1
        for path in files(".py", under=PACKAGE)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    assert statistics.median(lengths) <= 10
    assert lengths[int(len(lengths) * 0.95)] <= 45
