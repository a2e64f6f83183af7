"""A source file as the rules see it: its path, its text and its syntax tree."""

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Source:
    """One file; `path` counts from the project's root, `tree` is empty where it is no Python."""

    path: PurePosixPath
    text: str
    tree: ast.Module

    def under(self, *places: str) -> bool:
        """Whether the file is one of `places`, or lies in one of these folders."""
        return any(self.path.is_relative_to(place) for place in places)


@dataclass(frozen=True)
class Offence:
    """Where a rule is broken, and how."""

    line: int
    message: str


Rule = Callable[[Source], Iterator[Offence]]


def source(path: str, text: str) -> Source:
    """Make a source of a text."""
    tree = ast.parse(text) if path.endswith(".py") else ast.Module([], [])
    return Source(PurePosixPath(path), text, tree)


def sources(*folders: str) -> list[Source]:
    """Read all text files of ours under `folders`."""
    return [
        source(file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8"))
        for folder in folders
        for file in sorted((ROOT / folder).rglob("*"))
        if file.suffix in {".py", ".sql", ".qss"} and "__pycache__" not in file.parts
    ]


def dotted(node: ast.AST) -> str:
    """Write a name or an attribute of names as in the source: `a.b.c`; "" for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else node.attr
    return ""


def last(node: ast.AST) -> str:
    """Return the last part of a name or attribute."""
    return dotted(node).rpartition(".")[2]


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Walk over all calls."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.AST) -> Iterator[Function]:
    """Walk over all functions and methods."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Walk over the modules that are imported, with their lines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module


def offenders(rule: Rule, files: Iterable[Source]) -> list[str]:
    """Apply a rule to files; one line for each offence."""
    return [
        f"{file.path}:{offence.line}: {offence.message}" for file in files for offence in rule(file)
    ]
