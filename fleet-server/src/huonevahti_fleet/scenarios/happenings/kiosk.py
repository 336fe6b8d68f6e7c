"""Happenings with the kiosk: its browser, the page before the customer, and the terminal's own application."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from huonevahti_fleet.scenarios.happenings._happening import Contradiction, Happening, Passing
from huonevahti_wire.signals import Code

if TYPE_CHECKING:
    from huonevahti_fleet.scenarios.stage import Place

Count = Annotated[int, Meta(ge=0, le=10_000)]


class CrashPage(Passing, frozen=True, kw_only=True, tag="crash_page"):
    """The page's renderer dies; its address still stands. `for`: until the browser is started anew.

    Where it dies everywhere at once, the page itself is at fault, and it dies again whenever that page is loaded.
    """

    def begin(self, place: Place) -> None:
        """Let it die."""
        place.room.kiosk.is_crashed = True
        place.room.kiosk.crashes_when_loaded = self.everywhere

    def end(self, place: Place) -> None:
        """Start the browser, with a page that holds."""
        place.room.kiosk.crashes_when_loaded = False
        place.room.kiosk.restart_browser()


class HangPage(Passing, frozen=True, kw_only=True, tag="hang_page"):
    """The page still shows but no longer answers. `for`: until it does again."""

    def begin(self, place: Place) -> None:
        """Let it hang."""
        place.room.kiosk.answers = False

    def end(self, place: Place) -> None:
        """Let it answer."""
        place.room.kiosk.answers = True


class StopBrowser(Passing, frozen=True, kw_only=True, tag="stop_browser"):
    """The browser ends and nothing starts it. `for`: until somebody does."""

    def begin(self, place: Place) -> None:
        """End it."""
        place.room.kiosk.is_stopped = True

    def end(self, place: Place) -> None:
        """Start it."""
        place.room.kiosk.restart_browser()


class RestartBrowserOften(Passing, frozen=True, kw_only=True, tag="restart_browser_often"):
    """The browser dies and is started `count` times within the hour. `for`: until it keeps running."""

    count: Count = 8

    def begin(self, place: Place) -> None:
        """Count the starts."""
        place.room.kiosk.starts_per_hour = self.count

    def end(self, place: Place) -> None:
        """Let it keep running."""
        place.room.kiosk.starts_per_hour = 1


class HideButton(Passing, frozen=True, kw_only=True, tag="hide_button"):
    """The page comes up without its Start button, or with one that cannot be pressed; only a boot of the terminal
    brings it back. `for`: until it is there again by itself.
    """

    how: Literal["missing", "hidden", "covered", "disabled"] = "missing"

    def begin(self, place: Place) -> None:
        """Take it away."""
        place.room.kiosk.button = self.how

    def end(self, place: Place) -> None:
        """Bring it back."""
        place.room.kiosk.button = "shown"


class ShowPage(Passing, frozen=True, kw_only=True):
    """A page stands where it should not, until the start page is shown."""

    def end(self, place: Place) -> None:
        """Go home."""
        place.room.kiosk.show("home")


class ShowForeignPage(ShowPage, frozen=True, kw_only=True, tag="show_foreign_page"):
    """A page is shown that is nobody's that the kiosk knows. `for`: until the start page is shown again."""

    def begin(self, place: Place) -> None:
        """Show it."""
        place.room.kiosk.show("foreign")


class PageError(ShowPage, frozen=True, kw_only=True, tag="page_error"):
    """The start page does not load: the browser shows an error of its own. `for`: until it loads."""

    def begin(self, place: Place) -> None:
        """Show the error."""
        place.room.kiosk.show("error")


class BlankPage(ShowPage, frozen=True, kw_only=True, tag="blank_page"):
    """The browser shows an empty page. `for`: until the start page is shown again."""

    def begin(self, place: Place) -> None:
        """Show nothing."""
        place.room.kiosk.show("blank")


class HandOver(ShowPage, frozen=True, kw_only=True, tag="hand_over"):
    """The kiosk shows another service's page, as it may: another authority's own, or one where people identify.
    `for`: until it returns; left out, it never does.
    """

    to: Literal["hand_over", "identification", "bank"] = "hand_over"

    def begin(self, place: Place) -> None:
        """Hand over."""
        place.room.kiosk.show(self.to)


class PageErrors(Passing, frozen=True, kw_only=True, tag="page_errors"):
    """The page's script meets `count` errors an hour, also after a start of the browser. `for`: until it is mended."""

    count: Count = 60

    def begin(self, place: Place) -> None:
        """Count them."""
        place.room.kiosk.errors_per_hour = self.count

    def end(self, place: Place) -> None:
        """Let there be none."""
        place.room.kiosk.errors_per_hour = 0


class BlindPage(Passing, frozen=True, kw_only=True, tag="blind_page"):
    """The terminal has its devices, but the page does not see one kind, or may use none. `for`: until it does."""

    what: Literal["camera", "microphone", "permission"] = "camera"

    def begin(self, place: Place) -> None:
        """Hide them from the page."""
        place.room.kiosk.blind_to = self.what

    def end(self, place: Place) -> None:
        """Show them."""
        place.room.kiosk.blind_to = ""


class ReorderPage(Passing, frozen=True, kw_only=True, tag="reorder_page"):
    """The page has the cameras the other way round than the terminal. `for`: until it has them right."""

    def begin(self, place: Place) -> None:
        """Turn them round."""
        place.room.kiosk.takes_last_first = True

    def end(self, place: Place) -> None:
        """Put them right."""
        place.room.kiosk.takes_last_first = False


class ApplicationSays(Happening, frozen=True, kw_only=True, tag="application_says"):
    """The terminal's native application tells its state; a room has none until it first speaks."""

    state: Literal["start", "identifying", "waiting", "in_call", "feedback", "error"] = "start"
    error: Code = ""

    def contradictions(self) -> Iterator[Contradiction]:
        """Yield an error that is told in a state in which there is none."""
        if self.error and self.state != "error":
            yield ("error",), f"found {self.error!r} in state {self.state}, expected it in state error"

    def begin(self, place: Place) -> None:
        """Say it."""
        place.room.application.say(self.state, self.error)


class ApplicationSilent(Passing, frozen=True, kw_only=True, tag="application_silent"):
    """The application no longer says anything. `for`: until it speaks again."""

    def begin(self, place: Place) -> None:
        """Fall silent."""
        place.room.application.is_silent = True

    def end(self, place: Place) -> None:
        """Say again what it said."""
        place.room.application.speak_again()
