"""One watcher of the store for all open pages: it tells them of changes, and renders each page once per change."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable

from huonevahti_fleet.pages._renewed import Live

_log = logging.getLogger(__name__)
POLL_SECONDS = 0.2
TICK_SECONDS = 20.0
"""Without any change a page is rendered anew this often, since its lengths of time grow."""


class Watcher:
    """Polls the store's change number while anybody listens, and renders each page once per change."""

    def __init__(self, change_number: Callable[[], int]) -> None:
        self._change_number = change_number
        self._turned = asyncio.Condition()
        self._generation = 0
        self._has_looked = self._has_ended = False
        self._listeners = 0
        self._task: asyncio.Task[None] | None = None
        self._rendered: dict[str, tuple[int, asyncio.Future[Live]]] = {}

    async def turns(self, wait_seconds: float) -> AsyncGenerator[bool, None]:
        """Yield True at once and after each change, False whenever nothing changed for `wait_seconds`."""
        self._listeners += 1
        try:
            self._watch_on()
            seen = self._generation - 1 if self._has_looked else self._generation
            while not self._has_ended:
                self._watch_on()
                changed = await self._wait_past(seen, wait_seconds)
                seen = self._generation
                if not self._has_ended:
                    yield changed
        finally:
            self._listeners -= 1

    async def end(self) -> None:
        """Let every stream end: the server is about to."""
        async with self._turned:
            self._has_ended = True
            self._turned.notify_all()

    def _watch_on(self) -> None:
        """See that the store is watched; a watch that ended, for want of listeners or of a store, begins anew."""
        if self._task is not None and not self._task.done():
            return
        if self._task is not None and (error := self._task.exception()):
            _log.error("the store could not be watched", exc_info=error)
        self._has_looked = False
        self._task = asyncio.create_task(self._watch())

    async def rendered(self, key: str, render: Callable[[], Live]) -> Live:
        """Return what `render` gives for this change, shared by all who ask with the same key."""
        generation, shared = self._rendered.get(key, (-1, None))
        if shared is None or generation != self._generation:
            shared = asyncio.ensure_future(asyncio.to_thread(render))
            self._rendered[key] = (self._generation, shared)
        return await asyncio.shield(shared)

    async def _wait_past(self, seen: int, seconds: float) -> bool:
        async with self._turned:
            try:
                async with asyncio.timeout(seconds):
                    await self._turned.wait_for(lambda: self._has_ended or self._generation > seen)
            except TimeoutError:
                return False
        return True

    async def _watch(self) -> None:
        known, ticked_at = None, asyncio.get_running_loop().time()
        while self._listeners and not self._has_ended:
            number, clock = await asyncio.to_thread(self._change_number), asyncio.get_running_loop().time()
            if number != known or clock - ticked_at >= TICK_SECONDS:
                known, ticked_at = number, clock
                async with self._turned:
                    self._generation += 1
                    self._has_looked = True
                    self._rendered = {k: v for k, v in self._rendered.items() if v[0] >= self._generation - 1}
                    self._turned.notify_all()
            await asyncio.sleep(POLL_SECONDS)
