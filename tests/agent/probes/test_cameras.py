"""Cameras judged: at their places, elsewhere, replaced, gone, and in which order a page takes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huonevahti_agent.host import VideoNode
from huonevahti_agent.probes import cameras
from huonevahti_wire.profile import Profile, Role, RoleMatch
from tests.agent.probes.judged import words

CUSTOMER, DOCUMENT, OTHER = "046d:0825", "1bcf:2281", "0c45:6366"
ROLES: dict[Role, RoleMatch] = {
    "customer_camera": RoleMatch(port="1-1.1", model=CUSTOMER),
    "document_camera": RoleMatch(port="1-1.2", model=DOCUMENT),
}
PROFILE = Profile(
    name="p", platform="linux", roles=ROLES, camera_order=("customer_camera", "document_camera")
)
TWINS = Profile(
    name="p",
    platform="linux",
    roles={
        "customer_camera": ROLES["customer_camera"],
        "document_camera": RoleMatch(port="1-1.2", model=CUSTOMER),
    },
    camera_order=("customer_camera", "document_camera"),
)
SERIALS = Profile(
    name="p",
    platform="linux",
    roles={
        "customer_camera": RoleMatch(model=CUSTOMER, serial="AA"),
        "document_camera": RoleMatch(model=CUSTOMER, serial="BB"),
    },
    camera_order=("customer_camera", "document_camera"),
)


def _node(number: int, port: str, model: str, serial: str = "", capabilities: int = 1) -> VideoNode:
    return VideoNode(number, port, model, serial, "Camera", capabilities)


def _judge(profile: Profile, *nodes: VideoNode) -> tuple[str, ...]:
    return tuple(words(cameras.signals(cameras.Sample(nodes), profile)).values())


@pytest.mark.parametrize(
    ("profile", "nodes", "expected"),
    [
        pytest.param(
            PROFILE,
            [_node(0, "1-1.1", CUSTOMER), _node(2, "1-1.2", DOCUMENT)],
            ("ok", "ok", "ok"),
            id="as it shall be",
        ),
        pytest.param(
            PROFILE,
            [_node(2, "1-1.1", CUSTOMER), _node(0, "1-1.2", DOCUMENT)],
            ("ok", "ok", "failed document_first"),
            id="the document camera came up first",
        ),
        pytest.param(
            PROFILE,
            [_node(2, "1-1.1", CUSTOMER), _node(10, "1-1.2", DOCUMENT)],
            ("ok", "ok", "failed document_first"),
            id="video10 stands before video2",
        ),
        pytest.param(
            PROFILE,
            [_node(0, "1-3", OTHER), _node(1, "1-1.1", CUSTOMER), _node(2, "1-1.2", DOCUMENT)],
            ("ok", "ok", "failed stranger_first"),
            id="a camera of nobody came up first",
        ),
        pytest.param(
            PROFILE,
            [_node(0, "1-1.2", DOCUMENT, capabilities=0x0080_0000), _node(1, "1-1.1", CUSTOMER)],
            ("ok", "failed missing", "no_data camera_missing"),
            id="a node of metadata is no camera",
        ),
        pytest.param(
            PROFILE,
            [_node(0, "1-1.1", CUSTOMER)],
            ("ok", "failed missing", "no_data camera_missing"),
            id="the document camera is gone",
        ),
        pytest.param(
            PROFILE, [], ("failed missing", "failed missing", "no_data camera_missing"), id="both are gone"
        ),
        pytest.param(
            PROFILE,
            [_node(0, "1-1.2", CUSTOMER), _node(2, "1-1.1", DOCUMENT)],
            ("failed wrong_port", "failed wrong_port", "no_data camera_missing"),
            id="plugs exchanged",
        ),
        pytest.param(
            PROFILE,
            [_node(0, "1-1.4", CUSTOMER), _node(2, "1-1.2", DOCUMENT)],
            ("failed wrong_port", "ok", "no_data camera_missing"),
            id="at a free port",
        ),
        pytest.param(
            PROFILE,
            [_node(0, "1-1.1", OTHER), _node(2, "1-1.2", DOCUMENT)],
            ("failed wrong_model", "ok", "no_data camera_missing"),
            id="a stand-in",
        ),
        pytest.param(
            TWINS,
            [_node(0, "1-1.1", CUSTOMER), _node(2, "1-1.2", CUSTOMER)],
            ("ok", "ok", "ok"),
            id="twins are told apart by port",
        ),
        pytest.param(
            TWINS,
            [_node(0, "1-1.1", CUSTOMER)],
            ("ok", "failed missing", "no_data camera_missing"),
            id="one of twins gone is not the other at a wrong port",
        ),
        pytest.param(
            TWINS,
            [_node(0, "1-1.1", CUSTOMER), _node(2, "1-1.4", CUSTOMER)],
            ("ok", "failed wrong_port", "no_data camera_missing"),
            id="one of twins at a free port",
        ),
        pytest.param(
            SERIALS,
            [_node(0, "1-4", CUSTOMER, "BB"), _node(2, "1-5", CUSTOMER, "AA")],
            ("ok", "ok", "failed document_first"),
            id="twins with serial numbers are known at any port",
        ),
        pytest.param(
            SERIALS,
            [_node(0, "1-4", CUSTOMER, "BB"), _node(2, "1-5", CUSTOMER, "CC")],
            ("failed missing", "ok", "no_data camera_missing"),
            id="another of the same model is not the one",
        ),
    ],
)
def test_cameras_are_judged(profile: Profile, nodes: list[VideoNode], expected: tuple[str, str, str]) -> None:
    assert _judge(profile, *nodes) == expected


def test_a_profile_without_cameras_has_no_data_of_them() -> None:
    judged = words(cameras.signals(cameras.Sample(None, "no_video"), Profile(name="p", platform="linux")))
    assert judged == {
        "camera.customer.present": "no_data not_in_profile",
        "camera.document.present": "no_data not_in_profile",
        "camera.order": "no_data not_in_profile",
    }


def test_a_host_that_cannot_tell_gives_its_reason() -> None:
    judged = cameras.signals(cameras.Sample(None, "no_video"), PROFILE)
    assert set(words(judged).values()) == {"no_data no_video"}


def test_an_optional_camera_that_is_missing_is_a_warning() -> None:
    roles: dict[Role, RoleMatch] = {**ROLES, "document_camera": RoleMatch(model=DOCUMENT, optional=True)}
    profile = Profile(name="p", platform="linux", roles=roles)
    assert _judge(profile, _node(0, "1-1.1", CUSTOMER))[1] == "warning missing"


def test_the_order_says_which_camera_stands_first() -> None:
    nodes = (_node(2, "1-1.1", CUSTOMER), _node(0, "1-1.2", DOCUMENT))
    order = cameras.signals(cameras.Sample(nodes), PROFILE)[-1]
    assert (order.value, order.expected) == ("document", "customer")


@given(st.permutations(range(12)))
def test_the_order_never_depends_on_how_the_nodes_were_listed(numbers: list[int]) -> None:
    nodes = tuple(_node(number, "1-1", CUSTOMER) for number in numbers)
    assert [n.number for n in cameras.in_page_order(nodes)] == [0, 1, 10, 11, 2, 3, 4, 5, 6, 7, 8, 9]


ports, models = st.sampled_from(["1-1.1", "1-1.2", "1-1.3"]), st.sampled_from([CUSTOMER, DOCUMENT, OTHER])


@given(
    st.lists(st.builds(_node, st.integers(0, 12), ports, models), max_size=4, unique_by=lambda n: n.number)
)
def test_a_camera_present_is_one_at_its_own_port_of_its_own_model(nodes: list[VideoNode]) -> None:
    customer = _judge(PROFILE, *nodes)[0]
    assert (customer == "ok") == any((n.port, n.model) == ("1-1.1", CUSTOMER) for n in nodes)


WRONG = (_node(2, "1-1.1", CUSTOMER), _node(0, "1-1.2", DOCUMENT))
RIGHT = (_node(0, "1-1.1", CUSTOMER), _node(2, "1-1.2", DOCUMENT))
OURS, PAPER, FOREIGN = f"Camera ({CUSTOMER})", f"Camera ({DOCUMENT})", f"Camera ({OTHER})"
PAGE = [
    pytest.param(
        WRONG, (OURS, PAPER), "", "ok", id="a page that ranks its cameras right needs no node in order"
    ),
    pytest.param(
        WRONG, (PAPER, OURS), "", "failed document_first", id="a page takes what comes first in its list"
    ),
    pytest.param(
        WRONG, (FOREIGN, OURS, PAPER), "", "failed stranger_first", id="a camera of nobody comes first"
    ),
    pytest.param(
        WRONG, None, "not_home", "no_data not_home", id="a page elsewhere does not tell how it ranks"
    ),
    pytest.param(WRONG, ("", ""), "", "failed document_first", id="labels that are hidden tell no camera"),
    pytest.param(RIGHT, None, "not_home", "ok", id="nodes in order need no page"),
    pytest.param(
        RIGHT, (PAPER, OURS), "", "ok", id="what the page makes of good nodes is judged at the kiosk"
    ),
]


@pytest.mark.parametrize(("nodes", "labels", "reason", "expected"), PAGE)
def test_where_there_is_a_kiosk_the_order_of_its_page_decides(
    nodes: tuple[VideoNode, ...], labels: tuple[str, ...] | None, reason: str, expected: str
) -> None:
    sample = cameras.Sample(nodes, "", labels, reason)
    assert words(cameras.signals(sample, PROFILE))["camera.order"] == expected
