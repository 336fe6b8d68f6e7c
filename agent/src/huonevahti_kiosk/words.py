"""What launcher and agent say to each other over the launcher's socket: one line of JSON each way."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from huonevahti_wire.signals import Code, ShortText

PageKind = Literal["home", "hand_over", "identification", "bank", "foreign", "blank", "error", "none"]
"""Whose page the customer has before them: a class of hosts and never an address.

`blank` is a page without an address, `error` a home page that did not load, `none` a browser without a page.
"""
StartButton = Literal["shown", "missing", "hidden", "covered", "disabled", "elsewhere"]
"""`elsewhere`: the page of ours that is there has no such button by design."""
Labels = Annotated[tuple[ShortText, ...], Meta(max_length=16)]
Ratio = Annotated[float, Meta(ge=0, le=1)]
MAX_LINE_BYTES = 16_384


class PageDevices(Struct, frozen=True, forbid_unknown_fields=True):
    """The devices as the page sees them, in its order; without the right to use them their labels are empty."""

    cameras: Labels
    microphones: Labels
    speakers: Labels


class Connection(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """The live connection as the page's own browser counts it; None where it has no number yet.

    `camera` is the label of the camera being sent, empty when none is. Losses are the share of packets that the
    other side missed of ours, and that we missed of theirs since the last reading.
    """

    connected: bool
    camera: ShortText = ""
    camera_is_live: bool = False
    frames_per_second: float | None = None
    sent_loss_ratio: Ratio | None = None
    received_loss_ratio: Ratio | None = None
    jitter_seconds: float | None = None
    round_trip_seconds: float | None = None
    microphone_level_ratio: Ratio | None = None
    """Of the sound being sent, 1 at full scale."""


class KioskReading(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """What the launcher knows of its browser now; None is what it does not look at on a page that is not ours."""

    browser: Literal["running", "starting", "stopped"]
    starts_per_hour: int
    """How often the browser was started in the last hour, by whatever cause."""
    page: PageKind
    page_seconds: float
    """How long a page of this kind has been there; our own since it was loaded."""
    crashed: bool = False
    """The renderer of the page is gone, though its address still stands."""
    answers: bool | None = None
    """The page's renderer answered a trivial question within two seconds."""
    start_button: StartButton | None = None
    errors_per_hour: int | None = None
    devices: PageDevices | None = None
    live_tracks: int | None = None
    """Cameras and microphones that the page holds open."""
    connection: Connection | None = None


class Look(Struct, frozen=True, forbid_unknown_fields=True, tag="look", tag_field="do"):
    """Asks for a `KioskReading`, within two seconds."""


class GoHome(Struct, frozen=True, forbid_unknown_fields=True, tag="go_home", tag_field="do"):
    """Brings the kiosk to its start page; refused while somebody identifies or a call is up."""


class RestartBrowser(Struct, frozen=True, forbid_unknown_fields=True, tag="restart_browser", tag_field="do"):
    """Ends the browser and starts it anew; refused as `GoHome` is."""


class RankCameras(Struct, frozen=True, forbid_unknown_fields=True, tag="rank_cameras", tag_field="do"):
    """Sets in which order pages get cameras and microphones, and restarts the browser; refused as `GoHome` is.

    A camera is named as Chromium names it, `name (vendor:product)`; two of one model cannot be told apart.
    """

    cameras: Annotated[tuple[ShortText, ...], Meta(min_length=1, max_length=8)]
    microphones: Annotated[tuple[ShortText, ...], Meta(max_length=8)] = ()


Request = Look | GoHome | RestartBrowser | RankCameras


class Answer(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Either a reading, or whether a verb was done; `refused` is the code of why it was not."""

    reading: KioskReading | None = None
    done: bool = False
    refused: Code = ""
