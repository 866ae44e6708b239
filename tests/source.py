"""The source of the project, read and parsed once per run: each test that watches it asks here."""

import ast
from functools import cache
from pathlib import Path


@cache
def text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8")


@cache
def tree_of(file: Path) -> ast.Module:
    """Return what the module says. The same one for all who ask: nobody changes it."""
    return ast.parse(text_of(file))


@cache
def nodes_of(tree: ast.AST) -> tuple[ast.AST, ...]:
    """Return every node of a tree, in the order of `ast.walk`."""
    return tuple(ast.walk(tree))
