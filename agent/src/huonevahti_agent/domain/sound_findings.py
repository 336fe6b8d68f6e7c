"""The judged conditions of a microphone in an empty room, from its measures and what this room's own usually are."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from msgspec import Struct

from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.domain.sound_measures import Measures
from huonevahti_wire.signals import State

LEVEL_CHANGE_DB = 12.0
"""An empty room's level wanders by a few decibels with its ventilation; a turned-down or far microphone by more."""
CLIPPING_MOST_RATIO = 0.001
"""A tenth of a percent of clipped samples is heard."""
CLICKS_MOST_PER_SECOND, KURTOSIS_LEAST = 0.2, 8.0
"""One click in five seconds, if the kurtosis (3 for noise, thousands with rare clicks) bears witness to it."""
CLICKS_FAILED_PER_SECOND = 1.0
"""From here on a conversation is disturbed all the time."""
GAPS_MOST_PER_MINUTE, GAPS_FAILED_RATIO = 1.0, 0.05
DC_MOST_RATIO = 0.01
"""A hundredth of full scale points to a bad input or a bad cable."""
HUM_LEAST_DBFS, HUM_LEAST_RATIO = -60.0, 0.5
"""Mains hum that is both audible beside speech and the most of what is there points to an analogue cable."""


class Usual(Struct, frozen=True):
    """What a room's microphone hears when the room is empty."""

    level_dbfs: float
    noise_floor_dbfs: float


def learn(nights: Sequence[Measures]) -> Usual:
    """Return what several nights have in the middle; raises StatisticsError when there are none."""
    return middle([Usual(night.level_dbfs, night.noise_floor_dbfs) for night in nights])


def middle(nights: Sequence[Usual]) -> Usual:
    """Return the middle of what was heard on several nights; raises StatisticsError when there are none."""
    levels = median(night.level_dbfs for night in nights)
    return Usual(levels, median(night.noise_floor_dbfs for night in nights))


def judge(measures: Measures, usual: Usual | None) -> list[Judgement]:
    """Return the conditions; level and noise floor have no expected value before the room is learnt."""
    return [
        _level(measures, usual),
        _noise_floor(measures, usual),
        _most("microphone.clipping", measures.clipping_ratio, CLIPPING_MOST_RATIO, "ratio", "clipping"),
        _gaps(measures),
        _crackle(measures),
        _most("microphone.dc_offset", abs(measures.dc_offset_ratio), DC_MOST_RATIO, "ratio", "dc_offset"),
        _hum(measures),
    ]


def _level(measures: Measures, usual: Usual | None) -> Judgement:
    name, level = "microphone.level", measures.level_dbfs
    if measures.is_silent:
        return Judgement(name, State.FAILED, level, "dbfs", reason="silent")
    if usual is None:
        return Judgement(name, State.OK, level, "dbfs")
    change = level - usual.level_dbfs
    if abs(change) <= LEVEL_CHANGE_DB:
        return Judgement(name, State.OK, level, "dbfs", usual.level_dbfs)
    return Judgement(
        name, State.WARNING, level, "dbfs", usual.level_dbfs, "too_high" if change > 0 else "too_low"
    )


def _noise_floor(measures: Measures, usual: Usual | None) -> Judgement:
    name, floor = "microphone.noise_floor", measures.noise_floor_dbfs
    if measures.is_silent:
        return Judgement(name, State.NO_DATA, reason="silent")
    if usual is None:
        return Judgement(name, State.OK, floor, "dbfs")
    change = floor - usual.noise_floor_dbfs
    if abs(change) <= LEVEL_CHANGE_DB:
        return Judgement(name, State.OK, floor, "dbfs", usual.noise_floor_dbfs)
    reason = "too_high" if change > 0 else "too_low"
    return Judgement(name, State.WARNING, floor, "dbfs", usual.noise_floor_dbfs, reason)


def _most(name: str, value: float, most: float, unit: str, reason: str) -> Judgement:
    if value > most:
        return Judgement(name, State.WARNING, value, unit, most, reason)
    return Judgement(name, State.OK, value, unit, most)


def _gaps(measures: Measures) -> Judgement:
    name, value, most = "microphone.dropouts", measures.gaps_per_minute, GAPS_MOST_PER_MINUTE
    if measures.gap_ratio > GAPS_FAILED_RATIO:
        return Judgement(name, State.FAILED, value, "per_minute", most, "dropouts")
    return _most(name, value, most, "per_minute", "dropouts")


def _crackle(measures: Measures) -> Judgement:
    name, value, most = "microphone.crackle", measures.clicks_per_second, CLICKS_MOST_PER_SECOND
    if value <= most or measures.kurtosis < KURTOSIS_LEAST:
        return Judgement(name, State.OK, value, "per_second", most)
    state = State.FAILED if value > CLICKS_FAILED_PER_SECOND else State.WARNING
    return Judgement(name, state, value, "per_second", most, "crackles")


def _hum(measures: Measures) -> Judgement:
    name, value = "microphone.hum", measures.hum_dbfs
    if value > HUM_LEAST_DBFS and measures.hum_ratio > HUM_LEAST_RATIO:
        return Judgement(name, State.WARNING, value, "dbfs", HUM_LEAST_DBFS, "hum")
    return Judgement(name, State.OK, value, "dbfs", HUM_LEAST_DBFS)
