"""The sandbox that templates run in: plain data in, Markdown out, nothing of Python in between. Loads Jinja: import it late."""

from __future__ import annotations

from typing import Any

from jinja2 import BaseLoader, StrictUndefined, nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.filters import _GroupTuple
from jinja2.runtime import BlockReference, Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from store.errors import BadInput
from warroom.summaries.escaping import escaped
from warroom.summaries.filters import FILTERS, SaidTime
from warroom.summaries.meter import meter
from warroom.summaries.phrasing import names_a_day

KEPT_FILTERS = (
    "abs", "capitalize", "default", "d", "dictsort", "first", "float", "groupby", "int", "items", "last", "length", "count", "list",
    "lower", "map", "max", "min", "reject", "rejectattr", "reverse", "round", "select", "selectattr", "sort", "title", "trim",
    "unique", "upper",
)  # fmt: skip
"""Jinja's own filters that a template may use: those that neither reach into objects nor make long texts out of short ones."""
RANGE_LIMIT = 10_000
_GROUP_METHODS = ("get", "items", "keys", "values")
_CALLABLE = (Macro, BlockReference, LoopContext)
_LARGEST_NUMBER = 10**15
_NO_PYTHON = "templates reach fields and filters only"


class Missing(StrictUndefined):
    """A field that is not there: any use of it is an error that says so in our words."""

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        return f"there is no field “{self._undefined_name}” here"


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment of all templates: attributes of fields only, few filters, every value escaped, every step counted."""

    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%", "**"))

    def __init__(self, loader: BaseLoader) -> None:
        super().__init__(
            loader=loader, undefined=Missing, autoescape=True, finalize=_shown, trim_blocks=True, lstrip_blocks=True,
            keep_trailing_newline=True,
        )  # fmt: skip
        self.filters = {name: self.filters[name] for name in KEPT_FILTERS} | FILTERS | {"_stepped": _stepped, "_joined": _joined}
        self.globals = {"range": _short_range, "namespace": Namespace}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field of a group, or what belongs to a loop, a macro or a block."""
        if attribute.startswith("_"):
            return self._refused(attribute)
        if isinstance(obj, dict):
            if attribute in obj:
                return obj[attribute]
            return getattr(obj, attribute) if attribute in _GROUP_METHODS else self.undefined(obj=obj, name=attribute)
        if isinstance(obj, str | int | float | list | tuple | None) and not isinstance(obj, _GroupTuple):
            return self.undefined(f"“{attribute}” can't be asked of a value: use a filter", exc=SecurityError)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """An entry of a list, a part of a text, or a field by its name."""
        if isinstance(argument, str):
            return self.getattr(obj, str(argument))
        try:
            return obj[argument]
        except (TypeError, LookupError):
            return self.undefined(f"there is no entry {escaped(repr(argument))} here")

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        """Calls a macro, a block, a loop's own function, or one of the few global ones."""
        meter().step()
        if not __self.is_safe_callable(__obj):
            raise SecurityError(f"this can't be called: {_NO_PYTHON}")
        return __context.call(__obj, *args, **kwargs)

    def is_safe_callable(self, obj: Any) -> bool:
        """Whether a template may call it."""
        owner = getattr(obj, "__self__", None)
        if isinstance(owner, dict):
            return getattr(obj, "__name__", "") in _GROUP_METHODS
        return obj is _short_range or obj is Namespace or isinstance(obj, _CALLABLE) or isinstance(owner, LoopContext)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic of numbers; text is joined by `~`."""
        if not (isinstance(left, int | float) and isinstance(right, int | float)) or operator == "**":
            str(left), str(right)  # one that is not there says so itself
            raise SecurityError(f"“{operator}” is not for these: texts are joined by ~")
        result = self.binop_table[operator](left, right)
        if abs(result) > _LARGEST_NUMBER:
            raise SecurityError("this number is too large")
        return result

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Any:
        """A template by its name; each counts as a step."""
        meter().step(100)
        return super().get_template(name, parent, globals)

    def _generate(self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False) -> str:
        return super()._generate(_Counted().visit(source), name, filename, defer_init)

    def _refused(self, attribute: str) -> Any:
        return self.undefined(f"“{attribute}” is not allowed: {_NO_PYTHON}", exc=SecurityError)


class _Counted(NodeTransformer):
    """Leads loops and joined texts past the meter."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        node.iter = nodes.Filter(node.iter, "_stepped", [], [], None, None, lineno=node.lineno)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return nodes.Filter(nodes.List(node.nodes, lineno=node.lineno), "_joined", [], [], None, None, lineno=node.lineno)


@pass_context
def _shown(context: Context, value: Any) -> Markup:
    """What a value is written as: escaped, unless it is Markdown that a macro, a block or a filter made."""
    meter().step()
    if isinstance(value, Markup):
        return Markup(meter().write(value))
    if isinstance(value, StrictUndefined):
        str(value)  # says what is missing
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise BadInput("template", f"{_described(value)} can't be written as it is", "use {% if %}, {% for %} or a filter")
    if not isinstance(value, SaidTime) and names_a_day(str(value)):
        meter().said_day = None
    return Markup(meter().write(escaped(str(value))))


def _described(value: object) -> str:
    if value is None:
        return "a field that holds nothing here"
    return {bool: "yes or no", list: "a list", dict: "a group of fields"}.get(type(value), "this")


@pass_context
def _stepped(context: Context, many: Any) -> Any:
    if isinstance(many, int | float | str | None):
        raise BadInput("template", f"{'text' if isinstance(many, str) else 'this'} is no list", "{% for %} is for lists")
    return meter().stepped(many)


@pass_context
def _joined(context: Context, parts: list[Any]) -> str:
    """Texts side by side; where Markdown is among them the others are escaped, so that they stay text."""
    if any(isinstance(part, Markup) for part in parts):
        return Markup("".join(_shown(context, part) for part in parts))
    return meter().write("".join(str(part) for part in parts))


def _short_range(*bounds: int) -> range:
    made = range(*bounds)
    if len(made) > RANGE_LIMIT:
        raise BadInput("template", "this range is too long", f"a template may count to {RANGE_LIMIT:,}")
    return made
