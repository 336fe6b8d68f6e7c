"""What a config that rules changes: how often probes run and reports go, by what limits, which events go once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from huonevahti_agent.domain.desired import timings
from huonevahti_wire.messages import EventStored

if TYPE_CHECKING:
    from huonevahti_agent.edges.configuring import Configuring
    from huonevahti_agent.edges.line import Line, Moment
    from huonevahti_agent.edges.reporting import Reporting
    from huonevahti_agent.edges.sensing import Sensing
    from huonevahti_wire.profile import Profile


class Ruling:
    """Carries a desired config to those whom it rules, and answers the server with what rules now."""

    def __init__(
        self, profile: Profile, configuring: Configuring, sensing: Sensing, reporting: Reporting, line: Line
    ) -> None:
        """Take the profile that rules where a config says nothing, and those who are ruled."""
        self._profile, self._configuring = profile, configuring
        self._sensing, self._reporting, self._line = sensing, reporting, line

    def take(self, payload: bytes, moment: Moment) -> None:
        """Take a verified document, and answer."""
        if self._configuring.take(payload, moment.at):
            self._apply(moment)
        self.answer()

    def distrust(self, reason: str) -> None:
        """Note that a document cannot be trusted, and answer."""
        self._configuring.distrust(reason)
        self.answer()

    def answer(self) -> None:
        """Tell the server what rules, and what was refused."""
        self._line.send(self._configuring.reported(self._line.stream), retain=True)

    def _apply(self, moment: Moment) -> None:
        document = self._configuring.document
        ruling = timings(document, self._profile)
        self._sensing.rule(replace(self._profile, restart_due_seconds=ruling.restart_due_seconds), ruling)
        self._reporting.rule(ruling, moment.monotonic)
        if document is not None and document.resend_from is not None:
            asked = EventStored(stream=self._line.stream, up_to=0, resend_from=document.resend_from)
            self._line.take_stored(asked, moment)
