"""Writes docs/reference/data-inventory.md: each field that can travel between terminal and server, from the types."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from tests.docs import office_fields
from tests.docs.wire_meanings import MEANINGS
from tests.docs.wire_types import DOCUMENTS, fields, in_words, key_of, legend, roots
from tests.house import tree

TARGET = tree.ROOT / "docs/reference/data-inventory.md"
OPENING = """# Data inventory

Written by `make docs` from the types of the wire; a test holds the two equal. It is meant as an annex to an impact
assessment.

Nothing else can travel between a terminal and the fleet server: a message with a value of another kind is refused, and
a field that is not listed here is never read. Apart from numbers, truths, instants and codes there are only short names
that devices and certificates bear. No field is made for a picture, a sound, a page's text or address, or a person; of a
customer's session there is only that it is.

*Personal* says whether a field can point to a natural person, alone or with what else is known. Session times can,
where visits are few. *Controller* is the owner of the rooms, *processor* whoever runs the fleet server on the owner's
behalf; where no personal data is meant they stand in brackets, as those responsible for what a machine says of itself.

*Kept* names the fleet server's defaults (`samples_kept_days`, `history_kept_days`) unless it says *terminal*. Each
message is also tied to a terminal by its topic. What cannot be read is quarantined: its topic, reason, size and at most
200 characters of explanation.

In the tables: {legend}."""
PERSONAL = "owner of the rooms | who runs the server"
IMPERSONAL = "(owner of the rooms) | (who runs the server)"


def _rows(type_: type[Struct], told: set[str]) -> Iterator[str]:
    for struct, field in fields(type_):
        key = key_of(struct, field)
        if key not in told:
            told.add(key)
            meaning = MEANINGS[key]
            kind = in_words(field.type).replace("|", "\\|")
            cells = [f"`{key}`", kind, meaning.text, meaning.personal or "no", meaning.kept]
            yield f"| {' | '.join(cells)} | {PERSONAL if meaning.personal else IMPERSONAL} |"


def text() -> str:
    """The whole page: a table a message, what it holds inside directly below it."""
    parts, told = [OPENING.format(legend=legend())], set[str]()
    for type_ in roots():
        sentence = (type_.__doc__ or "").split("\n\n")[0]
        title = f"## {type_.__name__}" + (" (travels signed)" if type_ in DOCUMENTS else "")
        head = "| field | holds | meaning | personal | kept | controller | processor |\n|---|---|---|---|---|---|---|"
        parts += [title, sentence, "\n".join([head, *_rows(type_, told)])]
    return "\n\n".join([*parts, office_fields.text()]) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
