"""Complaints and cards of the sample rooms: none unless a test puts some there."""

from __future__ import annotations

from huonevahti_fleet.domain.cards import Card, Press
from huonevahti_fleet.domain.complaints import Complaint


class SampleComplaints:
    """What was complained of."""

    held: tuple[Complaint, ...] = ()

    def open(self, limit: int = 50) -> tuple[Complaint, ...]:
        return tuple(one for one in self.held if one.is_open)[:limit]

    def all(self, limit: int = 50, before: int | None = None) -> tuple[Complaint, ...]:
        return tuple(one for one in self.held if before is None or one.number < before)[:limit]

    def of_number(self, number: int) -> Complaint | None:
        return next((one for one in self.held if one.number == number), None)


class SampleCards:
    """The links to rooms."""

    held: tuple[Card, ...] = ()
    pressed: tuple[Press, ...] = ()

    def of_room(self, room: str) -> tuple[Card, ...]:
        return tuple(card for card in self.held if card.room == room)

    def presses(self, room: str, limit: int = 10) -> tuple[Press, ...]:
        return tuple(press for press in self.pressed if press.room == room)[:limit]
