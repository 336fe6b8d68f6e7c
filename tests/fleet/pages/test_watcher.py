"""The one watcher of the store behind all open pages."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

from huonevahti_fleet.pages._renewed import Live
from huonevahti_fleet.pages._watcher import Watcher


def test_a_page_is_rendered_once_for_all_who_look_at_it() -> None:
    made: list[Live] = []

    def render() -> Live:
        made.append(Live())
        return made[-1]

    async def look(watcher: Watcher) -> Live:
        async with aclosing(watcher.turns(5)) as turns:
            await anext(turns)
            return await watcher.rendered("rooms", render)

    async def both() -> list[Live]:
        watcher = Watcher(lambda: 1)
        return await asyncio.gather(*(look(watcher) for _ in range(20)))

    seen = asyncio.run(both())
    assert len(made) == 1
    assert all(live is made[0] for live in seen)


def test_a_store_that_cannot_be_read_for_a_moment_is_watched_again() -> None:
    asked = iter(range(1, 1000))

    def change_number() -> int:
        number = next(asked)
        if number == 2:
            raise OSError("locked")
        return min(number, 3)

    async def look() -> list[bool]:
        async with aclosing(Watcher(change_number).turns(0.5)) as turns:
            return [await anext(turns) for _ in range(3)]

    assert asyncio.run(look()) == [True, False, True]


def test_nothing_is_watched_when_nobody_looks() -> None:
    async def look() -> bool:
        watcher = Watcher(lambda: 1)
        async with aclosing(watcher.turns(5)) as turns:
            await anext(turns)
        task = watcher._task
        assert task is not None
        await asyncio.wait_for(task, 2)
        return task.done()

    assert asyncio.run(look())


def test_every_stream_ends_when_the_server_is_about_to() -> None:
    async def look() -> list[bool]:
        watcher = Watcher(lambda: 1)
        seen = []
        async with aclosing(watcher.turns(60)) as turns:
            async for changed in turns:
                seen.append(changed)
                asyncio.get_running_loop().call_later(0.01, lambda: asyncio.ensure_future(watcher.end()))
        return seen

    assert asyncio.run(look()) == [True]
