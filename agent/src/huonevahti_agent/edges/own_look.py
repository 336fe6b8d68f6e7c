"""The agent's look at itself: its outbox, its config, its line and the room's plugs, judged as everything else is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huonevahti_agent.domain.own_state import OwnReading, judgements

if TYPE_CHECKING:
    from huonevahti_agent.domain.judgement import Judgement
    from huonevahti_agent.edges.configuring import Configuring
    from huonevahti_agent.edges.line import Line, Moment
    from huonevahti_agent.edges.outbox import Outbox
    from huonevahti_agent.edges.plugging import Plugging
    from huonevahti_agent.edges.telling import Telling


class OwnLook:
    """Reads the agent's own parts."""

    def __init__(
        self, outbox: Outbox, telling: Telling, configuring: Configuring, plugging: Plugging, line: Line
    ) -> None:
        """Take what is looked at."""
        self._outbox, self._telling, self._configuring = outbox, telling, configuring
        self._plugging, self._line = plugging, line

    def judgements(self, moment: Moment) -> tuple[Judgement, ...]:
        """Return what the agent says of itself now."""
        return judgements(
            OwnReading(
                waiting_events=self._outbox.last - self._outbox.stored,
                outbox_damage=self._outbox.damage,
                disk_failure=self._telling.failure,
                config_version=self._configuring.version,
                config_refusal=self._configuring.refusal,
                is_connected=self._line.is_connected,
                disconnections=self._plugging.removals(moment),
                disconnections_most=self._plugging.removals_most,
            )
        )
