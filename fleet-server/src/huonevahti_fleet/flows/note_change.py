"""An incident opens, changes hands or ends: a notice of it is saved together with the step itself."""

from __future__ import annotations

from huonevahti_fleet.domain.notices import NoticeKind, kind_of
from huonevahti_fleet.domain.rooms import Incident
from huonevahti_fleet.store import Batch


def note_change(batch: Batch, before: Incident | None, after: Incident) -> None:
    """Save a notice if there is something to tell others of."""
    kind = kind_of(before, after)
    if kind is None:
        return
    former = before.owner if before is not None and kind is NoticeKind.OWNER_CHANGED else None
    batch.notice(kind, after, former)
