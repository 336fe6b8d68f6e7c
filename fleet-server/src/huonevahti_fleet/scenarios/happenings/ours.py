"""Happenings on our own side: broker and fleet server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huonevahti_fleet.scenarios.happenings._happening import Wide

if TYPE_CHECKING:
    from huonevahti_fleet.scenarios.stage import Stage


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
