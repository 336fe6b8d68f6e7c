"""The rules of the house: each finds one fault in a room's history, and is listed here."""

from __future__ import annotations

from huonevahti_fleet.domain.faults import Rule
from huonevahti_fleet.rules import (
    call_button_gone,
    config_drift,
    document_camera_first,
    microphone_muted,
    microphone_not_default,
    speakers_muted,
    speakers_not_default,
    touch_gone,
)

RULES: tuple[Rule, ...] = (
    document_camera_first.check,
    microphone_muted.check,
    microphone_not_default.check,
    speakers_muted.check,
    speakers_not_default.check,
    call_button_gone.check,
    touch_gone.check,
    config_drift.check,
)
