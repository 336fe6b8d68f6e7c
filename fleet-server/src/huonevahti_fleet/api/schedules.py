"""When rooms restart, layer by layer: read, tried out, set."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import APIRouter, HTTPException, Query, Request, Response

from huonevahti_fleet.api import restart_shapes as shapes
from huonevahti_fleet.api.answers import answer, answers_with
from huonevahti_fleet.api.bodies import body_of, takes
from huonevahti_fleet.domain.nightly import Change, Edit
from huonevahti_fleet.domain.registry import BadRegistry
from huonevahti_fleet.flows import edit_schedule

router = APIRouter(tags=["restarts"])
EDIT_BYTES = 1_000_000
Preview = Annotated[bool, Query(description="Only tell what would change.")]


@router.get("/schedules", **answers_with("ScheduleList"))
def schedules(request: Request) -> Response:
    """List what each layer says of the daily restart: a person's word where there is one, else the registry file's."""
    store = request.app.state.store
    change = store.counter("schedules")
    items = tuple(
        shapes.SetItem(each.layer, each.slug, each.schedule, each.who, each.set_at) for each in store.schedules()
    )
    return answer(request, shapes.ScheduleList(items, change))


@router.put("/schedules", openapi_extra=takes("EditOrder"), **answers_with("ChangeList"))
async def put_schedules(request: Request, *, preview: Preview = False) -> Response:
    """Set what layers say, or with `preview` tell what that would change; 409 when somebody set something meanwhile."""
    asked = await body_of(request, shapes.EditOrder, EDIT_BYTES)
    store, now = request.app.state.store, request.app.state.clock()
    edits = tuple(Edit(each.layer, each.slug, each.schedule) for each in asked.edits)
    try:
        if preview:
            found = edit_schedule.preview(store, edits, now)
        else:
            found = edit_schedule.apply(store, edits, asked.who, now, asked.change)
    except BadRegistry as error:
        raise HTTPException(422, str(error)) from error
    except edit_schedule.EditedMeanwhile as error:
        raise HTTPException(
            409, f"change: {error}, {store.counter('schedules')} was expected: read them again"
        ) from error
    return answer(request, shapes.ChangeList(tuple(map(_item, found)), not preview))


def _item(change: Change) -> shapes.ChangeItem:
    conflicts = (shapes.ConflictItem(**msgspec.structs.asdict(each)) for each in change.conflicts)
    return shapes.ChangeItem(
        room=change.room,
        before=change.before.schedule,
        after=change.after.schedule,
        won_by=change.after.won_by,
        due_before=change.due_before,
        due_after=change.due_after,
        conflicts=tuple(conflicts),
        is_refused=change.is_refused,
    )
