"""Happenings on our own side: broker, fleet server, and who complains to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huonevahti_fleet.domain.symptoms import Symptom
from huonevahti_fleet.scenarios import times
from huonevahti_fleet.scenarios.happenings._happening import Happening, Wide

if TYPE_CHECKING:
    from huonevahti_fleet.scenarios.stage import Place, Stage


class BrokerAway(Wide, frozen=True, kw_only=True, tag="broker_away"):
    """The broker dies with all its connections. `for`: until it is back."""

    def begin(self, stage: Stage) -> None:
        """Let it die."""
        stage.post.go_away()
        stage.office.lose_broker()

    def end(self, stage: Stage) -> None:
        """Bring it back."""
        stage.post.come_back()
        stage.office.hear()


class ServerAway(Wide, frozen=True, kw_only=True, tag="server_away"):
    """The fleet server is stopped; what terminals say waits at the broker. `for`: until it is started."""

    def begin(self, stage: Stage) -> None:
        """Stop it."""
        stage.office.leave()

    def end(self, stage: Stage) -> None:
        """Start it."""
        stage.office.open()


class Complain(Happening, frozen=True, kw_only=True, tag="complain"):
    """Somebody tells the office what was seen or heard in the room, `ago` before; the record answers at once."""

    symptom: Symptom
    ago: times.Length = "0s"

    def begin(self, place: Place) -> None:
        """Tell it."""
        place.complain(self.symptom, times.seconds(self.ago))
