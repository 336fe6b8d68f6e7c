"""The symptoms as a form offers them, in groups that people think in."""

from __future__ import annotations

from huonevahti_fleet.domain.symptoms import Symptom

GROUPS: tuple[tuple[str, tuple[Symptom, ...]], ...] = (
    ("picture", (Symptom.NO_PICTURE, Symptom.BLACK_OR_WHITE, Symptom.WRONG_CAMERA)),
    ("sound", (Symptom.NOT_HEARD, Symptom.FAINT, Symptom.CRACKLE, Symptom.ECHO, Symptom.CANNOT_HEAR)),
    ("course", (Symptom.SLOW, Symptom.STUCK_PAGE, Symptom.NOBODY_ANSWERS, Symptom.OTHER)),
)
