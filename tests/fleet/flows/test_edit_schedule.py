"""What an edit of the schedule will change is told before, and is what then happens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huonevahti_fleet.domain.nightly import Edit, Layer
from huonevahti_fleet.domain.registry import BadRegistry, HoursPlan, Registry, SiteEntry, check
from huonevahti_fleet.flows import edit_schedule
from huonevahti_fleet.flows.pass_time import pass_time
from huonevahti_fleet.flows.take_messages import Intake
from huonevahti_fleet.store import Store, open_store
from huonevahti_wire.plan.layers import Schedule
from huonevahti_wire.schedule import RestartPlan
from tests.fakes.fleet import NOW, OPEN_DAYS, configs, intake_over, later, registry

ALWAYS = HoursPlan(weekly=dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), ("00:00-24:00",)))
PLACES: tuple[tuple[Layer, str], ...] = (
    ("all", ""), ("site", "talo"), ("site", "tuvat"), ("room", "imatra"), ("room", "porvoo"),
)  # fmt: skip
TIMES = st.sampled_from(["02:00", "03:30", "05:15", "07:20", "09:00"])
SCHEDULES = st.builds(
    Schedule,
    is_off=st.none() | st.booleans(),
    at=st.none() | TIMES,
    days=st.none() | st.just(("mon", "wed")),
    jitter_seconds=st.none() | st.sampled_from([0, 600]),
    exceptions=st.dictionaries(st.just(date(2026, 12, 24)), st.just("off") | TIMES),
)
EDITS = st.lists(
    st.builds(lambda place, said: Edit(place[0], place[1], said), st.sampled_from(PLACES), st.none() | SCHEDULES),
    min_size=1, max_size=3, unique_by=lambda edit: edit.place,
)  # fmt: skip


def _two_sites(hours: HoursPlan | None = OPEN_DAYS) -> Registry:
    """Two rooms in `talo`, one in `tuvat`; the file has a word of its own for `tuvat`."""
    plain, other = registry("imatra", "nurmes"), registry("porvoo").rooms[0]
    house = SiteEntry("tuvat", "dvv", {"fi": "Tuvat"}, hours=hours, restart=Schedule(at="04:00"))
    rooms = (*plain.rooms, type(other)(other.slug, "tuvat", other.name, other.profile, terminal=other.terminal))
    return check(Registry(plain.organisations, (*plain.sites, house), rooms))


@pytest.fixture
def two_sites() -> Iterator[Store]:
    """A store with three rooms of two sites."""
    opened = open_store("sqlite://")
    opened.save_registry(_two_sites(), NOW)
    yield opened
    opened.close()


def _told(intake: Intake, now: datetime) -> dict[str, RestartPlan | None]:
    """What terminals are told now, by what goes out over the broker."""
    return {name: each.restart for name, each in configs(pass_time(intake, now, may_send=True)).items()}


@settings(max_examples=25)
@given(st.lists(EDITS, min_size=1, max_size=4))
def test_the_preview_is_what_then_happens(turns: list[list[Edit]]) -> None:
    store = open_store("sqlite://")
    store.save_registry(_two_sites(), NOW)
    intake, now = intake_over(store), NOW
    known = _told(intake, now)
    for edits in turns:
        now += timedelta(seconds=1)
        foreseen = edit_schedule.preview(store, edits, now)
        if any(change.is_refused for change in foreseen):
            with pytest.raises(BadRegistry):
                edit_schedule.apply(store, edits, "maija", now)
            foreseen = ()
        else:
            assert edit_schedule.apply(store, edits, "maija", now) == foreseen
        assert all(known[change.room] == change.before.plan for change in foreseen)
        expected = {c.room: c.after.plan for c in foreseen if c.after.plan != c.before.plan}
        sent = _told(intake, now)
        assert sent == expected, "a terminal is told what was foreseen for it, and no other is told anything"
        known |= sent
    store.close()


def test_a_preview_changes_nothing_and_tells_when_rooms_restart_next(two_sites: Store) -> None:
    edits = (Edit("site", "talo", Schedule(at="02:00", jitter_seconds=0)),)
    found = edit_schedule.preview(two_sites, edits, NOW)
    assert [change.room for change in found] == ["imatra", "nurmes"]
    assert found[0].due_after == datetime.fromisoformat("2026-11-25T00:00:00+00:00")
    assert found[0].due_before is not None
    assert found[0].due_before > found[0].due_after
    assert found[0].after.won_by["at"] == "site"
    assert [each.place for each in two_sites.schedules()] == [("site", "tuvat")]


def test_a_word_taken_back_leaves_the_files(two_sites: Store) -> None:
    edit_schedule.apply(two_sites, (Edit("site", "tuvat", Schedule(at="02:00")),), "maija", NOW)
    (back,) = edit_schedule.apply(two_sites, (Edit("site", "tuvat", None),), "maija", later(1))
    assert (back.before.schedule.at, back.after.schedule.at) == ("02:00", "04:00")
    assert [each.who for each in two_sites.schedules()] == [""]


@pytest.mark.parametrize(
    ("edits", "told"),
    [
        ([Edit("site", "imatra", Schedule())], "edits.0.slug: found 'imatra', expected a registered site"),
        ([Edit("all", "talo", Schedule())], "edits.0.slug: found 'talo', expected a registered all"),
        ([Edit("all", "", Schedule()), Edit("all", "", None)], "edits.1: found all '' again, expected it once"),
        ([Edit("all", "", Schedule(at="25:00"))], "edits.0.schedule.at: found '25:00', expected a time of the day"),
        ([Edit("all", "", Schedule()), Edit("site", "talo", Schedule(at="09:00"))],
         "edits.1.schedule.at: found a restart of imatra at 09:.* expected one in time for the opening of 2026-"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_place_and_nothing_is_set(
    two_sites: Store, edits: list[Edit], told: str
) -> None:
    with pytest.raises(BadRegistry, match=told):
        edit_schedule.apply(two_sites, edits, "maija", NOW)
    assert [each.place for each in two_sites.schedules()] == [("site", "tuvat")]


def test_a_room_that_is_open_at_night_does_not_keep_others_from_a_better_time() -> None:
    store = open_store("sqlite://")
    store.save_registry(_two_sites(ALWAYS), NOW)
    found = edit_schedule.apply(store, (Edit("all", "", Schedule(at="02:00")),), "maija", NOW)
    assert {change.room for change in found} == {"imatra", "nurmes"}
    (again,) = edit_schedule.preview(store, (Edit("room", "porvoo", Schedule(at="05:00")),), NOW)
    assert (again.had_conflicts, len(again.conflicts), again.is_refused) == (True, 5, False)
    store.close()


def test_two_who_edit_at_once_do_not_overwrite_each_other_unseen(two_sites: Store) -> None:
    counted: Any = two_sites.counter("schedules")
    edits = (Edit("all", "", Schedule(at="02:00")),)
    edit_schedule.apply(two_sites, edits, "maija", NOW, counted)
    with pytest.raises(edit_schedule.EditedMeanwhile):
        edit_schedule.apply(two_sites, edits, "matti", NOW, counted)
    assert two_sites.schedules()[0].who == "maija"
