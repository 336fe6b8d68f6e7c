"""One contract for the broker in memory and for the real one, Mosquitto."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from huonevahti_agent.edges.broker import Arrived, Broker, Call, Connected, Incoming, Lost, MqttBroker
from huonevahti_agent.settings import Settings
from tests.conftest import free_loopback_port
from tests.fakes.broker import FakeBroker
from tests.fakes.mosquitto import running
from tests.waiting import wait_until

Connect = Callable[[str], Broker]
WILL_TOPIC = "hv/1/imatra/presence"


@pytest.fixture(params=["fake", "mosquitto"])
def connect(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Connect]:
    """Gives the broker as the agent of a terminal sees it."""
    if request.param == "fake":
        yield FakeBroker().client
        return
    opened: list[MqttBroker] = []

    def real(terminal: str) -> Broker:
        settings = Settings(terminal=terminal, state=tmp_path, broker_port=broker.port)
        opened.append(MqttBroker(settings))
        return opened[-1]

    with running(tmp_path) as broker:
        yield real
        for each in opened:
            each.sever()


def _call(*filters: str) -> Call:
    return Call(WILL_TOPIC, b"will", filters, 60)


def _next(broker: Broker, kind: type[Incoming]) -> Incoming:
    def found() -> Incoming | None:
        incoming = broker.incoming()
        return incoming if isinstance(incoming, kind) else None

    incoming = wait_until(found, f"{kind.__name__} to come")
    assert incoming is not None
    return incoming


def _opened(broker: Broker, *filters: str) -> Broker:
    broker.open(_call(*filters), lambda: None)
    _next(broker, Connected)
    return broker


def _listening(connect: Connect, *filters: str) -> Broker:
    """A second client that is sure to be subscribed: it has heard itself."""
    listener = _opened(connect("listener"), *filters, "hv/1/listener/report")
    listener.publish("hv/1/listener/report", b"me", retain=False)
    assert _next(listener, Arrived) == Arrived("hv/1/listener/report", b"me")
    return listener


def test_what_is_published_arrives_where_it_is_asked_for(connect: Connect) -> None:
    listener = _listening(connect, "hv/1/+/event")
    sender = _opened(connect("imatra"))
    assert sender.publish("hv/1/imatra/report", b"not asked for", retain=False)
    assert sender.publish("hv/1/imatra/event", b"one", retain=False)
    assert sender.publish("hv/1/imatra/event", b"two", retain=False)
    assert [_next(listener, Arrived), _next(listener, Arrived)] == [
        Arrived("hv/1/imatra/event", b"one"),
        Arrived("hv/1/imatra/event", b"two"),
    ]


def test_a_retained_message_waits_for_whoever_comes_later(connect: Connect) -> None:
    sender = _opened(connect("server"))
    sender.publish("hv/1/imatra/config/desired", b"config", retain=True)
    sender.close()
    late = _opened(connect("imatra"), "hv/1/imatra/config/desired")
    assert _next(late, Arrived) == Arrived("hv/1/imatra/config/desired", b"config")


def test_a_severed_connection_leaves_its_will(connect: Connect) -> None:
    listener = _listening(connect, WILL_TOPIC)
    _opened(connect("imatra")).sever()
    assert _next(listener, Arrived) == Arrived(WILL_TOPIC, b"will")


def test_a_closed_connection_leaves_its_goodbye_and_no_will(connect: Connect) -> None:
    listener = _listening(connect, WILL_TOPIC, "hv/1/imatra/event")
    leaving = _opened(connect("imatra"))
    leaving.publish(WILL_TOPIC, b"goodbye", retain=True)
    leaving.close()
    again = _opened(connect("imatra"))
    again.publish("hv/1/imatra/event", b"later", retain=False)
    assert [_next(listener, Arrived), _next(listener, Arrived)] == [
        Arrived(WILL_TOPIC, b"goodbye"),
        Arrived("hv/1/imatra/event", b"later"),
    ]


def test_the_newer_of_two_clients_with_one_name_stays(connect: Connect) -> None:
    earlier = _opened(connect("imatra"))
    later = _opened(connect("imatra"))
    _next(earlier, Lost)
    assert not earlier.publish("hv/1/imatra/event", b"x", retain=False)
    assert later.publish("hv/1/imatra/event", b"x", retain=False)


def test_nothing_can_be_published_without_a_connection(connect: Connect) -> None:
    assert not connect("imatra").publish("hv/1/imatra/event", b"x", retain=False)


def test_whoever_waits_is_woken_when_something_comes(connect: Connect) -> None:
    woken = threading.Event()
    broker = connect("imatra")
    broker.open(_call("hv/1/imatra/event/stored"), woken.set)
    assert woken.wait(10)
    _next(broker, Connected)


def test_a_connection_can_be_opened_again_after_it_was_severed(connect: Connect) -> None:
    broker = _opened(connect("imatra"))
    broker.sever()
    _opened(broker, "hv/1/imatra/event")
    assert broker.publish("hv/1/imatra/event", b"again", retain=False)
    assert _next(broker, Arrived) == Arrived("hv/1/imatra/event", b"again")


def test_a_broker_that_is_not_there_is_a_loss_and_not_an_exception(tmp_path: Path) -> None:
    down = FakeBroker()
    down.is_up = False
    real = MqttBroker(Settings(terminal="imatra", state=tmp_path, broker_port=free_loopback_port()))
    for broker in (down.client("imatra"), real):
        broker.open(_call(), lambda: None)
        assert _next(broker, Lost) == Lost("unreachable")
        broker.close()


def test_a_broker_that_is_killed_is_a_loss(tmp_path: Path) -> None:
    with running(tmp_path) as mosquitto:
        broker = _opened(MqttBroker(Settings(terminal="imatra", state=tmp_path, broker_port=mosquitto.port)))
        mosquitto.kill()
        assert _next(broker, Lost) == Lost("lost")


def test_a_broker_that_does_not_know_the_password_refuses(tmp_path: Path) -> None:
    with running(tmp_path, "allow_anonymous false") as mosquitto:
        broker = MqttBroker(
            Settings(terminal="imatra", state=tmp_path, broker_port=mosquitto.port, username="imatra")
        )
        broker.open(_call(), lambda: None)
        assert _next(broker, Lost) == Lost("refused")
        broker.close()
