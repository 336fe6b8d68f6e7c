"""Ranks the cameras for the kiosk's pages, so that they take the right one first whatever the last boot drew."""

from __future__ import annotations

from msgspec import Struct

from huonevahti_agent.domain.camera_labels import role_of
from huonevahti_agent.host import Host, Unavailable
from huonevahti_agent.host.remedy import Ailment, Treated
from huonevahti_agent.remedies import _kiosk
from huonevahti_kiosk.words import RankCameras
from huonevahti_wire.profile import Profile

NAME = "rank_cameras"
TREATS: tuple[Ailment, ...] = (
    Ailment("camera.order"),
    Ailment("kiosk.devices", ("document_first", "customer_first")),
)
CAP_PER_DAY = 3
LOOKS_AFTER_SECONDS = 10.0
"""The browser starts anew for it, and its page must ask for its devices first."""


class Former(Struct, frozen=True):
    """The cameras as the page listed them before."""

    cameras: tuple[str, ...]


def apply(host: Host, treated: Treated, profile: Profile) -> Former:
    """Rank the cameras of the profile first, in its order, and all others behind them."""
    del treated  # one order mends both signals
    seen = _kiosk.reading_before(host).devices
    if seen is None:
        raise Unavailable("not_home")
    _kiosk.order(host, RankCameras(ranked(seen.cameras, profile)))
    return Former(seen.cameras)


def ranked(labels: tuple[str, ...], profile: Profile) -> tuple[str, ...]:
    """Return the page's labels in the profile's order; `too_alike` when a label does not tell which camera it is."""
    by_role = {role_of(label, profile): label for label in labels}
    wanted = [by_role.get(role.removesuffix("_camera"), "") for role in profile.camera_order]
    if not wanted or "" in wanted:
        raise Unavailable("too_alike")
    return (*wanted, *(label for label in labels if label and label not in wanted))


def undo(host: Host, former: Former, profile: Profile) -> None:
    """Rank the cameras as they were listed before."""
    del profile  # the labels say all
    _kiosk.order(host, RankCameras(former.cameras))
