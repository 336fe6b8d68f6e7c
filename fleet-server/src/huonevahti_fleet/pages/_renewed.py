"""What of a page may be renewed while it is open, collected as its template is filled."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from markupsafe import Markup, escape

KEPT = 8_000
"""Pieces of pages kept for the next time: the rows of a page of rooms in three languages, many times over."""
_kept: OrderedDict[Hashable, tuple[str, dict[str, str]]] = OrderedDict()


@dataclass(slots=True)
class Live:
    """Collects the parts that the live stream may renew later.

    A leaf holds text, badges or drawings and is renewed whenever it differs. A section may hold links and buttons
    and is renewed only when its key differs, so that nobody's focus is taken away for a number's sake.
    """

    leaves: dict[str, str] = field(default_factory=dict)
    sections: dict[str, tuple[str, str]] = field(default_factory=dict)

    def leaf(self, name: str, tag: str = "span", caller: Callable[[], str] = str) -> Markup:
        """Mark the called block as the leaf of this name, in a tag of its own."""
        inner, place = str(caller()).strip(), f"live-{escape(name)}"
        self.leaves[f"live-{name}"] = inner
        return Markup(f'<{tag} id="{place}">{inner}</{tag}>')  # noqa: S704  # the template has escaped it

    def section(self, name: str, key: str, caller: Callable[[], str] = str) -> Markup:
        """Mark the called block as the section of this name."""
        inner, place = str(caller()).strip(), f"live-{escape(name)}"
        self.sections[f"live-{name}"] = (key, inner)
        return Markup(f'<div id="{place}" sse-swap="{place}">{inner}</div>')  # noqa: S704  # escaped by the template

    def same(self, value: Hashable, language: str, caller: Callable[[], str] = str) -> Markup:
        """Return the called block as it was made the last time for an equal value, with its leaves."""
        key = (language, value)
        known = _kept.get(key)
        if known is None:
            outer, self.leaves = self.leaves, {}
            known = (str(caller()), self.leaves)
            self.leaves = outer
            _kept[key] = known
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
        self.leaves.update(known[1])
        return Markup(known[0])  # noqa: S704  # the template has escaped it
