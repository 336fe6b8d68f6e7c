"""What happens in a round: who is killed, when, and in what state; who stays down is the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from tests.crash.stage import Stage
from tests.crash.terminal import DEATHS
from tests.waiting import wait_until

Round = Callable[[Stage], tuple[str, ...]]


def agents(stage: Stage) -> tuple[str, ...]:
    """Kill one to three agents, some of them twice."""
    for terminal in stage.rng.sample(list(stage.terminals.values()), stage.rng.randint(1, 3)):
        stage.wait(0.0, 0.5)
        terminal.kill()
        if stage.rng.random() < 0.5:
            stage.start(terminal)
            stage.wait(0.2, 2.0)
            terminal.kill()
    return ()


def agents_in_a_write(stage: Stage) -> tuple[str, ...]:
    """Let every agent kill itself inside a write to its disk: before, half way, not yet synced, synced."""
    for terminal in stage.terminals.values():
        terminal.kill()
        stage.start(terminal, stage.rng.choice(DEATHS), stage.rng.randint(3, 60))
    living = list(stage.terminals.values())
    wait_until(lambda: not any(each.is_running for each in living), "the agents die in a write", 30.0)
    return ()


def broker(stage: Stage) -> tuple[str, ...]:
    """Kill the broker, with whatever is under way through it."""
    stage.broker.kill()
    if stage.rng.random() < 0.5:
        stage.wait(0.0, 1.0)
        stage.start(stage.broker)
        stage.wait(0.0, 1.5)
        stage.broker.kill()
    return ()


def broker_with_a_queue(stage: Stage) -> tuple[str, ...]:
    """Kill the server, let the broker gather what it would have got, and kill the broker with it."""
    stage.server.kill()
    stage.wait(0.5, 2.5)
    stage.broker.kill()
    return ()


def server_in_its_intake(stage: Stage) -> tuple[str, ...]:
    """Kill the server just when it has begun to commit what had gathered while it was away."""
    stage.server.kill()
    stage.wait(0.5, 2.0)
    stored = stage.stored()
    stage.start(stage.server)
    wait_until(lambda: stage.stored() > stored, "the server commits", 30.0, 0.002)
    stage.wait(0.0, 0.1)
    stage.server.kill()
    return ()


def server_put_back(stage: Stage) -> tuple[str, ...]:
    """Put an earlier copy of its database in place of the server's."""
    stage.put_back()
    stage.wait(0.0, 0.5)
    return ()


def agent_wiped(stage: Stage) -> tuple[str, ...]:
    """Reinstall an agent: its outbox is gone, and it comes back with nothing."""
    terminal = stage.any_terminal()
    terminal.wipe()
    stage.wait(0.0, 0.5)
    return ()


def two_at_once(stage: Stage) -> tuple[str, ...]:
    """Kill two parts, or three, in the same moment."""
    for part in stage.rng.sample(stage.parts(), stage.rng.randint(2, 3)):
        part.kill()
    return ()


def stays_down(stage: Stage) -> tuple[str, ...]:
    """Kill a terminal, and perhaps the broker that would have told of its death; it stays down."""
    terminal = stage.any_terminal()
    terminal.kill()
    stage.rng.choice((lambda: None, stage.broker.kill, stage.server.kill))()
    return (terminal.name,)


def nobody(stage: Stage) -> tuple[str, ...]:  # noqa: ARG001  # a round like the others
    """Kill nobody: the end of a run, at which those who were down are up again."""
    return ()


KINDS: tuple[Round, ...] = (
    server_in_its_intake,
    agents_in_a_write,
    server_put_back,
    agent_wiped,
    broker_with_a_queue,
    two_at_once,
    stays_down,
    broker,
    agents,
)


def play(stage: Stage, kind: Round) -> tuple[str, ...]:
    """Play one round to its end, with everybody up but those who stay down, and all at rest; return those."""
    stage.flap()
    stage.raise_all()
    stage.wait(0.3, 1.5)
    down = kind(stage)
    stage.wait(0.0, 0.8)
    stage.raise_all(but=down)
    stage.wait(0.0, 0.5)
    stage.copy()
    stage.wait(0.0, 0.5)
    stage.come_to_rest(down)
    for name, terminal in stage.terminals.items():
        terminal.truth.stand(is_down=name in down)
    return down


def kinds(count: int, rng: Random) -> Iterator[Round]:
    """Yield as many rounds: each kind once in the order above, then all of them again and again by lot."""
    kinds = list(KINDS)
    for _ in range(count):
        if not kinds:
            kinds = rng.sample(KINDS, len(KINDS))
        yield kinds.pop(0)
