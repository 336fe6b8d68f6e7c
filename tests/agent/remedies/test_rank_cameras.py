"""The page takes the customer's camera first, whatever order the nodes stand in."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from huonevahti_agent.host import Unavailable
from huonevahti_agent.host.remedy import Refused
from huonevahti_agent.remedies import rank_cameras
from huonevahti_agent.simulated import SimulatedHost, SimulatedRoom
from huonevahti_kiosk.words import PageKind
from tests.agent.remedies.stage import PROFILE, failed, judged, room

OURS, PAPER, FOREIGN = "Cam (046d:0893)", "Doc (1e4e:0110)", "Web (1bcf:2284)"
TREATED = (failed("camera.order", "document_first"), failed("kiosk.devices", "document_first"))


def _shuffled() -> SimulatedRoom:
    imatra = room()
    imatra.cameras.enumerate("document_first")
    assert judged(imatra) == {
        "camera.order": "failed document_first",
        "kiosk.devices": "failed document_first",
    }
    return imatra


def test_the_page_takes_the_customers_camera_first_and_the_next_boot_too() -> None:
    imatra = _shuffled()
    rank_cameras.apply(SimulatedHost(imatra), TREATED, PROFILE)
    assert judged(imatra) == {}
    imatra.power.reboot("document_first")
    assert judged(imatra) == {}


def test_the_order_before_can_be_put_back() -> None:
    imatra = _shuffled()
    host = SimulatedHost(imatra)
    former = rank_cameras.apply(host, TREATED, PROFILE)
    rank_cameras.undo(host, former, PROFILE)
    assert judged(imatra)["camera.order"] == "failed document_first"


@pytest.mark.parametrize(
    ("labels", "order"),
    [
        ((PAPER, OURS), (OURS, PAPER)),
        ((FOREIGN, PAPER, OURS), (OURS, PAPER, FOREIGN)),
        ((OURS, PAPER, ""), (OURS, PAPER)),
    ],
)
def test_the_profiles_cameras_come_first_in_its_order(
    labels: tuple[str, ...], order: tuple[str, ...]
) -> None:
    assert rank_cameras.ranked(labels, PROFILE) == order


@pytest.mark.parametrize("labels", [(OURS, OURS), ("", ""), (), (FOREIGN, PAPER)])
def test_cameras_that_cannot_be_told_apart_are_not_ranked(labels: tuple[str, ...]) -> None:
    with pytest.raises(Unavailable, match="too_alike"):
        rank_cameras.ranked(labels, PROFILE)


def test_a_profile_without_an_order_ranks_nothing() -> None:
    with pytest.raises(Unavailable, match="too_alike"):
        rank_cameras.ranked((OURS, PAPER), replace(PROFILE, camera_order=()))


@pytest.mark.parametrize("page", ["identification", "bank"])
def test_nothing_is_ranked_while_somebody_identifies(page: PageKind) -> None:
    imatra = _shuffled()
    imatra.kiosk.show(page)
    with pytest.raises(Refused, match="away"):
        rank_cameras.apply(SimulatedHost(imatra), TREATED, PROFILE)
    assert imatra.kiosk.ranking == ()


def test_a_page_elsewhere_does_not_tell_its_cameras() -> None:
    imatra = _shuffled()
    imatra.kiosk.show("hand_over")
    with pytest.raises(Unavailable, match="not_home"):
        rank_cameras.apply(SimulatedHost(imatra), TREATED, PROFILE)
