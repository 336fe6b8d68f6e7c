"""The open-source notices."""

from __future__ import annotations

from importlib.metadata import distributions

from huonevahti_fleet.pages.notices import view


def test_each_package_stands_once_with_its_licence_and_ours_not_at_all() -> None:
    found = view(distributions())
    names = [notice.name.casefold() for notice in found]
    assert {"htmx", "fastapi", "jinja2", "babel"} <= set(names)
    assert len(names) == len(set(names))
    assert not [name for name in names if name.startswith("huonevahti")]
    assert next(notice.licence for notice in found if notice.name == "htmx") == "0BSD"
