"""Two grey frames of a camera whose driver umockdev plays, request by request, on a node that is mapped for real."""

from __future__ import annotations

import pytest

from huonevahti_agent.host import Unavailable
from huonevahti_agent.hosts.linux import luma
from tests.agent.hosts.luma_stage import Scene, watch


def test_a_camera_shows_its_picture_within_a_second_and_is_given_back() -> None:
    seen = watch(Scene())
    assert (seen.look, seen.size, seen.unavailable) == ("normal", (160, 120), "")
    assert seen.mean == pytest.approx(100, abs=0.1)
    assert 20 <= seen.frames <= 40
    assert seen.seconds < 1.5
    assert seen.asked[:4] == ("s_fmt", "reqbufs", "querybuf", "qbuf")
    assert seen.asked[-2:] == ("streamoff", "reqbufs")


@pytest.mark.parametrize(
    ("scene", "look", "mean"),
    [
        (Scene(is_frozen=True), "frozen", 100),
        (Scene(points=(16, 17), is_frozen=True), "dark", 16.5),
        (Scene(points=(235, 234)), "white", 234.5),
        (Scene(pixels="GREY"), "normal", 100),
        (Scene(width=640, height=480), "normal", 90),
    ],
    ids=["frozen", "dark", "white", "grey pixels", "a driver that gives larger frames, thinned out"],
)
def test_what_the_driver_gives_is_judged_by_its_brightness_alone(
    scene: Scene, look: str, mean: float
) -> None:
    seen = watch(scene)
    assert (seen.look, seen.size) == (look, (160, 120))
    assert seen.mean == pytest.approx(mean, abs=0.2)


@pytest.mark.parametrize(
    ("request_name", "error", "reason"),
    [
        ("s_fmt", "EBUSY", "in_use"),
        ("reqbufs", "EBUSY", "in_use"),
        ("s_fmt", "EINVAL", "not_supported"),
        ("dqbuf", "ENODEV", "no_video"),
        ("streamon", "EIO", "failed"),
    ],
    ids=[
        "another program streams",
        "another program has the buffers",
        "no capture",
        "pulled while we look",
        "broken",
    ],
)
def test_a_camera_that_cannot_be_looked_at_is_left_alone_at_once(
    request_name: str, error: str, reason: str
) -> None:
    seen = watch(Scene(fails=request_name, error=error))
    assert (seen.unavailable, seen.frames) == (reason, 0)
    assert seen.seconds < 0.3
    assert ("streamoff" in seen.asked) == (request_name == "dqbuf")


def test_a_camera_of_compressed_pictures_alone_is_not_supported() -> None:
    assert watch(Scene(pixels="MJPG")).unavailable == "not_supported"


def test_a_camera_that_gives_no_frames_is_given_up_and_that_is_an_answer() -> None:
    seen = watch(Scene(fails="dqbuf", error="EAGAIN"))
    assert (seen.unavailable, seen.frames, seen.look) == ("", 0, "")
    assert seen.seconds < 2


def test_a_node_that_is_gone_is_no_video() -> None:
    with pytest.raises(Unavailable, match="no_video"):
        luma.look("/dev/video-that-is-gone")


@pytest.mark.parametrize(
    ("request_number", "size"),
    [(luma.VIDIOC_S_FMT, luma.FORMAT.size), (luma.VIDIOC_REQBUFS, luma.REQUEST.size),
     (luma.VIDIOC_QUERYBUF, luma.BUFFER.size), (luma.VIDIOC_QBUF, luma.BUFFER.size),
     (luma.VIDIOC_DQBUF, luma.BUFFER.size), (luma.VIDIOC_STREAMON, 4), (luma.VIDIOC_STREAMOFF, 4)],
)  # fmt: skip
def test_each_argument_is_as_long_as_its_request_says(request_number: int, size: int) -> None:
    assert (request_number >> 16) & 0x3FFF == size


def test_rows_longer_than_their_points_are_cut() -> None:
    shape = luma._Shape(width=2, height=2, bytes_per_line=6, step=2)
    assert luma.grey(b"\x01\x80\x02\x80??\x03\x80\x04\x80??", shape).luma == b"\x01\x02\x03\x04"
