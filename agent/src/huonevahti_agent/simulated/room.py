"""A simulated room, joined from its parts, and the world such rooms stand in."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from huonevahti_agent.simulated.bell import Bell
from huonevahti_agent.simulated.cameras import Cameras
from huonevahti_agent.simulated.clock import RoomClock
from huonevahti_agent.simulated.hands import RoomHands
from huonevahti_agent.simulated.kiosk import Application, Kiosk
from huonevahti_agent.simulated.machine import Machine
from huonevahti_agent.simulated.network import Network
from huonevahti_agent.simulated.passage import Passage
from huonevahti_agent.simulated.power import Power
from huonevahti_agent.simulated.sound import Sound
from huonevahti_agent.simulated.usb import FITTED, USB_MICROPHONE, UsbTree
from huonevahti_agent.simulated.visit import Visit

if TYPE_CHECKING:
    from huonevahti_agent.simulated.clock import Time
    from huonevahti_agent.simulated.sound import Kind
    from huonevahti_wire.profile import Endpoint, Profile, Relay


class SimulatedRoom:
    """One room; it begins healthy under its profile, and every part is changed by that part's own verbs.

    `rng` decides the lots and the noise: equal seeds and equal verbs give equal rooms.
    """

    # Their types stand here because those of the levers are told from them before `__init__` is read.
    clock: RoomClock
    usb: UsbTree
    cameras: Cameras
    sound: Sound
    network: Network
    power: Power
    visit: Visit

    def __init__(
        self, world_time: Time, rng: Random, profile: Profile, microphone: Kind = "analogue"
    ) -> None:
        ends: tuple[Endpoint | Relay, ...] = (*profile.endpoints.values(), *profile.media)
        issuers = {end.host: end.issuers[0] for end in ends if end.issuers}
        fitted = FITTED if microphone == "analogue" else (*FITTED, USB_MICROPHONE)
        self.bell = Bell(world_time)
        self.clock = RoomClock(world_time)
        self.usb = UsbTree(self.bell, fitted)
        self.cameras = Cameras(self.usb, Random(rng.getrandbits(64)))
        self.sound = Sound(self.usb, Random(rng.getrandbits(64)), microphone)
        self.network = Network(self.clock, Random(rng.getrandbits(64)), issuers)
        self.power = Power(self.clock, self.bell, self.cameras, Random(rng.getrandbits(64)))
        self.hands = RoomHands(self.clock, self.usb)
        self.visit = Visit(self.sound, self.hands)
        self.kiosk: Kiosk = Kiosk(world_time, self.cameras, self.visit, self.network)
        self.application = Application(world_time)
        self.machine = Machine(Random(rng.getrandbits(64)))
        self.passage: Passage = Passage(self.network, Random(rng.getrandbits(64)), profile.portal)
        self.power.on_down.append(self._go_down)
        self.power.on_boot.extend((self.bell.forget, self.hands.forget))
        self.cameras.enumerate("customer_first")

    def _go_down(self, is_clean: bool) -> None:
        del is_clean  # programs let go of the devices either way
        self.visit.end_visit()
        self.kiosk.start_anew()


class World:
    """Rooms of one seed in one time; a room is the same whatever other rooms there are."""

    def __init__(self, seed: int, world_time: Time, profile: Profile) -> None:
        self._seed = seed
        self.time = world_time
        self._profile = profile
        self._rooms: dict[str, SimulatedRoom] = {}

    def room(self, slug: str, microphone: Kind = "analogue") -> SimulatedRoom:
        """Return the room of this slug, built when first asked for."""
        if slug not in self._rooms:
            rng = Random(f"{self._seed}/{slug}")
            self._rooms[slug] = SimulatedRoom(self.time, rng, self._profile, microphone)
        return self._rooms[slug]
