"""The demo's folder: locked while its process lives, taken away with it, or by the next one."""

from __future__ import annotations

from pathlib import Path

import pytest

from huonevahti_fleet.demo.folder import PREFIX, clear_left_behind, own_folder


def test_a_folder_in_use_is_left_alone_and_one_left_behind_is_cleared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left, fresh = tmp_path / f"{PREFIX}left", tmp_path / f"{PREFIX}fresh"
    for folder in (left, fresh):
        (folder / "imatra").mkdir(parents=True)
    (left / "lock").touch()
    with own_folder() as own:
        assert not left.exists()
        clear_left_behind(tmp_path)
        assert own.exists()
        assert fresh.exists(), "it has no lock yet: it may be about to be locked"
    assert not own.exists()


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "lock").touch()
    (tmp_path / f"{PREFIX}link").symlink_to(elsewhere)
    clear_left_behind(tmp_path)
    assert (elsewhere / "lock").exists()
