"""What was learnt outlives restarts and power cuts, a full disk harms nothing, and an order makes it forgotten."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from huonevahti_agent.__main__ import main
from huonevahti_agent.domain.learnt import LEARNT_ROLES, Learnt, LearntLoop, LearntSound, LearntView, Night
from huonevahti_agent.domain.loop_test import Heard
from huonevahti_agent.domain.picture_signature import MARKS, Signature
from huonevahti_agent.domain.sound_findings import Usual
from huonevahti_agent.edges.learnt import SHAPE, Memory
from huonevahti_agent.edges.slots import Disk

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
NIGHT = Night(AT, Usual(-60.123456789, -60.987654321))
RUN = Heard((-38.123456789,) * 4, (-95.123456789,) * 4, 0.0123456789, 0.30000000000000004)
LOOK = Signature(123.456789012345, 45.678901234567, (-1,) * MARKS)
VIEWS = {name: LearntView("046d:0825/8C51A0B3", AT, (LOOK,) * 7) for name in ("customer", "document")}
ALL = Learnt(
    sound=LearntSound("alsa_input.usb-Jabra_SPEAK_510_USB-00.mono-fallback", (NIGHT,) * 7),
    loop=LearntLoop("alsa_input.usb-Jabra|alsa_output.pci-0000_00_1f.3.analog-stereo", AT, (RUN,) * 3),
    views=VIEWS,
)


class FullDisk(Disk):
    """Refuses everything."""

    def write(self, file: int, content: bytes, offset: int) -> None:
        del file, content, offset
        raise OSError(28, "No space left on device")


def _kept(folder: Path) -> Learnt:
    memory = Memory(folder)
    memory.close()
    return memory.learnt


def test_a_new_terminal_knows_nothing(tmp_path: Path) -> None:
    assert _kept(tmp_path) == Learnt()


def test_all_that_can_be_learnt_is_known_after_a_restart_and_fits_twice(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    memory.keep(ALL)
    memory.close()
    assert _kept(tmp_path) == ALL
    assert len(msgspec.json.encode(ALL)) < SHAPE.payload_bytes / 2


def test_a_torn_write_leaves_what_was_known_before(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    memory.keep(Learnt(views=VIEWS))
    memory.keep(ALL)
    memory.close()
    content = bytearray((tmp_path / "learnt").read_bytes())
    newest = max(range(2), key=lambda slot: content[slot * SHAPE.slot_bytes + 8])
    content[newest * SHAPE.slot_bytes + 100] ^= 1
    (tmp_path / "learnt").write_bytes(content)
    assert _kept(tmp_path) == Learnt(views=VIEWS)


def test_a_file_of_another_size_is_set_aside_and_the_room_learnt_anew(tmp_path: Path) -> None:
    (tmp_path / "learnt").write_bytes(b"short")
    assert _kept(tmp_path) == Learnt()
    assert (tmp_path / "learnt.corrupt").read_bytes() == b"short"


def test_a_full_disk_forgets_only_with_the_process(tmp_path: Path) -> None:
    memory = Memory(tmp_path, FullDisk())
    memory.keep(ALL)
    assert memory.learnt == ALL
    memory.close()
    assert _kept(tmp_path) == Learnt()


@pytest.mark.parametrize("role", LEARNT_ROLES)
def test_a_role_is_forgotten_on_order_and_nothing_else(tmp_path: Path, role: str) -> None:
    memory = Memory(tmp_path)
    memory.keep(ALL)
    memory.close()
    assert main(["forget", role, "--terminal", "imatra", "--state", str(tmp_path)]) == 0
    left = _kept(tmp_path)
    gone = {
        "customer_camera": Learnt(ALL.sound, ALL.loop, {"document": VIEWS["document"]}),
        "document_camera": Learnt(ALL.sound, ALL.loop, {"customer": VIEWS["customer"]}),
        "microphone": Learnt(None, None, VIEWS),
        "speakers": Learnt(ALL.sound, None, VIEWS),
    }
    assert left == gone[role]
