"""The words of the code: names that say something, exemptions with their reason, the product and nothing else."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house import tree

EMPTY_NAMES = {"manager", "helper", "helpers", "util", "utils", "common", "base", "misc", "data", "info"}
EMPTY_NAMES |= {"handler", "handlers", "processor", "processors"}
TERMS = re.compile(
    "no_data"  # a state of signals and verdicts
    "|common_name"  # a field of X.509
    "|data_inventory"  # the annex of an impact assessment
    "|data_received|build_data|handle_DATA",  # names that asyncio, hatchling and aiosmtpd give
    re.IGNORECASE,
)
# a class of one letter in each keeps a pattern from finding itself
ELSEWHERE = {
    r"(?<![\w.])/[w]ork/|(?<![\w.])/[h]ome/\w|(?<![\w.])/[r]oot/|\.\./[s]hared": "no path of one machine",
    r"[p]ypi\.org|[p]ythonhosted\.org|[r]egistry\.npmjs|[c]rates\.io|[d]eb\.debian\.org": "no host of a registry",
    r"\b[s]ubagents?\b|\b[a]ssistants?\b": "words of the product alone",
    r"\b([T]ODO|[F]IXME|[X]XX|[H]ACK)\b|[N]otImplementedError": "finished work, or nothing",
}
SKIPS = re.compile(r"pytest\.([s]kip|[x]fail|[i]mportorskip)|mark\.([s]kip|[x]fail)|[u]nittest\.mock")
EXEMPTION = re.compile(r"#\s*(noqa|type:\s*ignore)(?P<codes>[:\[]?\s*[\w,\-\s]*?\]?)(?P<reason>\s{2,}\S.*|\s*#.*)?$")
TEXT = {".py", ".md", ".toml", ".yaml", ".yml", ".html", ".css", ".js", ".po", ".sh", ".lock", ".ini", ".mako", ""}
BROAD_SEAMS = 5


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    return enumerate(path.read_text(encoding="utf-8").splitlines(), 1)


def _names(path: Path) -> Iterator[tuple[int, str]]:
    """Each name that the file itself gives: of the file, classes, functions, parameters, variables, fields."""
    yield 1, path.parent.name if path.stem == "__init__" else path.stem
    for node in ast.walk(tree.parsed(path)):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id


def _words(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


def _strings(path: Path) -> Iterator[tuple[int, str]]:
    """Each string of the code that is not a docstring."""
    nodes = list(ast.walk(tree.parsed(path)))
    docs = {id(n.value) for n in nodes if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)}
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.lineno, node.value


def test_no_name_is_an_empty_word() -> None:
    tree.assert_none(
        tree.at(path, line, name, f"a name without {', '.join(sorted(empty))}")
        for path in tree.python_files()
        for line, name in _names(path)
        if (empty := _words(TERMS.sub("", name)) & EMPTY_NAMES)
    )


def test_the_repository_speaks_of_the_product_alone() -> None:
    tree.assert_none(
        tree.at(path, line, repr(match.group()), expected)
        for path in tree.files()
        if path.suffix in TEXT
        for line, text in _lines(path)
        for pattern, expected in ELSEWHERE.items()
        if (match := re.search(pattern, text))
    )


def test_no_test_is_skipped_and_nothing_is_mocked() -> None:
    tree.assert_none(
        tree.at(path, line, match.group(), "a test that runs against a real part or a working stand-in")
        for path in tree.python_files()
        for line, text in _lines(path)
        if (match := SKIPS.search(text))
    )


def test_each_exemption_from_lint_or_types_has_its_reason_beside_it() -> None:
    tree.assert_none(
        tree.at(path, line, match.group().strip(), "the code of the rule, two blanks or a #, and the reason")
        for path in tree.python_files()
        for line, text in _lines(path)
        if (match := EXEMPTION.search(text)) and not (match["reason"] and match["codes"].strip())
    )


def test_a_broad_except_stands_only_at_the_named_seams() -> None:
    seams = [
        tree.at(path, line, "a broad except", f"at most {BROAD_SEAMS}: a probe, a remedy, a message a side, a rule")
        for path in tree.source_files()
        for line, text in _lines(path)
        if re.search(r"noqa:.*BLE001", text)
    ]
    assert len(seams) <= BROAD_SEAMS, "\n" + "\n".join(seams)


def test_public_text_stands_in_catalogues_and_not_in_code() -> None:
    tree.assert_none(
        tree.at(path, line, repr(text), "a message of the catalogues")
        for path in tree.source_files()
        if "demo" not in path.parts
        for line, text in _strings(path)
        if re.search("[åäöÅÄÖ]", text)
    )
