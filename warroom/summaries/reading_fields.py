"""Which fields a template reads, held against the documented interface: also in the branches that no sample takes. Loads Jinja."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from jinja2 import nodes

from warroom.summaries.interface import Field, Interface, field_at

_KEEPING = ("sort", "select", "reject", "selectattr", "rejectattr", "list", "reverse", "unique", "default", "d")
"""Filters whose entries are those of the list that they were given."""


class Misread(NamedTuple):
    """A field that is not in the interface: `renamed` is its new name when it had another one before."""

    line: int
    path: str
    near: str = ""
    renamed: str = ""


_Scope = dict[str, "tuple[str, Field] | None"]
"""Names that a template made: (path, field) of what they hold, None where that is not known."""


def misread(tree: nodes.Template, interface: Interface, given: frozenset[str]) -> list[Misread]:
    """What a template reads that is not documented. `given`: names that are there besides the fields."""
    top = Field("", "group", "", interface.fields)
    scope: _Scope = dict.fromkeys((*given, *_made_anywhere(tree)))
    return list(dict.fromkeys(_walk(tree, scope, top, interface)))


def blocks_of(tree: nodes.Template) -> dict[str, int]:
    """The blocks of a template: name → line."""
    return {block.name: block.lineno for block in tree.find_all(nodes.Block)}


def parent_of(tree: nodes.Template) -> str:
    """The template that one extends; empty where it extends none, or one that is not named outright."""
    extended = tree.find(nodes.Extends)
    named = extended.template if extended is not None else None
    return named.value if isinstance(named, nodes.Const) and isinstance(named.value, str) else ""


def _made_anywhere(tree: nodes.Template) -> Iterator[str]:
    """Names that macros, imports and blocks bring: what they hold is not followed."""
    for macro in tree.find_all(nodes.Macro):
        yield macro.name
        yield from (argument.name for argument in macro.args)
    for call in tree.find_all(nodes.CallBlock):
        yield from (argument.name for argument in call.args)
    for brought in tree.find_all(nodes.Import):
        yield brought.target
    for names in tree.find_all(nodes.FromImport):
        yield from (name if isinstance(name, str) else name[1] for name in names.names)


def _walk(node: nodes.Node, scope: _Scope, top: Field, interface: Interface) -> Iterator[Misread]:
    if isinstance(node, nodes.For):
        yield from _walk(node.iter, scope, top, interface)
        inside = {**scope, "loop": None, **_loop_names(node, scope, top)}
        for child in (*node.body, *node.else_, *([node.test] if node.test else [])):
            yield from _walk(child, inside, top, interface)
        return
    if isinstance(node, nodes.Assign):
        yield from _walk(node.node, scope, top, interface)
        if isinstance(node.target, nodes.Name):
            scope[node.target.name] = _field_of(node.node, scope, top)
        elif isinstance(node.target, nodes.Tuple):
            scope.update(dict.fromkeys((name.name for name in node.target.find_all(nodes.Name)), None))
        return
    if isinstance(node, nodes.AssignBlock) and isinstance(node.target, nodes.Name):
        scope[node.target.name] = None
    if isinstance(node, nodes.Name) and node.ctx == "load" and node.name not in scope:
        yield from _judged(node.name, top, node.lineno, interface)
    if isinstance(node, nodes.Getattr | nodes.Getitem) and (name := _part(node)):
        held = _field_of(node.node, scope, top)
        if name.startswith("_"):
            yield Misread(node.lineno, name)
        elif held is not None and held[1].kind in ("group", "entry"):
            yield from _judged(name, held[1], node.lineno, interface, held[0])
    for child in node.iter_child_nodes():
        yield from _walk(child, scope, top, interface)


def _judged(name: str, group: Field, line: int, interface: Interface, before: str = "") -> Iterator[Misread]:
    known = [field.name for field in group.fields]
    if name in known or (before and name in ("items", "keys", "values", "get")):
        return
    path = f"{before}.{name}" if before else name
    renamed = next((one.new for one in interface.renamed if one.old == path), "")
    if renamed:
        yield Misread(line, path, renamed=renamed)
        return
    from difflib import get_close_matches

    near = get_close_matches(name, known, 1, 0.5)
    yield Misread(line, path, near[0] if near else "")


def _loop_names(node: nodes.For, scope: _Scope, top: Field) -> _Scope:
    held = _field_of(node.iter, scope, top)
    if isinstance(node.target, nodes.Name):
        return {node.target.name: (held[0], held[1]._replace(kind="entry")) if held and held[1].kind == "list" else None}
    return dict.fromkeys((name.name for name in node.target.find_all(nodes.Name)), None)


def _field_of(node: nodes.Node, scope: _Scope, top: Field) -> tuple[str, Field] | None:
    """The field that an expression gives, where that can be said: (path, field)."""
    if isinstance(node, nodes.Name):
        if node.name in scope:
            return scope[node.name]
        found = field_at(top.fields, node.name)
        return (node.name, found) if found is not None else None
    if isinstance(node, nodes.Filter) and isinstance(node.node, nodes.Node):
        held = _field_of(node.node, scope, top)
        if held is None or node.name in _KEEPING:
            return held
        return (held[0], held[1]._replace(kind="entry")) if node.name in ("first", "last") and held[1].kind == "list" else None
    if isinstance(node, nodes.Getattr | nodes.Getitem):
        held = _field_of(node.node, scope, top)
        if held is None:
            return None
        if name := _part(node):
            found = field_at(held[1].fields, name)
            return (f"{held[0]}.{name}", found) if found is not None and held[1].kind in ("group", "entry") else None
        if held[1].kind == "list":
            is_slice = isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Slice)
            return held if is_slice else (held[0], held[1]._replace(kind="entry"))
    return None


def _part(node: nodes.Getattr | nodes.Getitem) -> str:
    """The name that is asked for; empty for an entry by its place."""
    if isinstance(node, nodes.Getattr):
        return node.attr
    return node.arg.value if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str) else ""
