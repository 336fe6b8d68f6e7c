"""The reference page of faults says what the rules and their texts say."""

from __future__ import annotations

from tests.docs import write_faults


def test_the_page_of_faults_says_what_the_code_says() -> None:
    written = write_faults.TARGET.read_text(encoding="utf-8")
    assert written == write_faults.text(), f"{write_faults.TARGET.name}:1: found older text, run `make docs`"


def test_each_fault_of_the_list_stands_on_the_page() -> None:
    page = write_faults.text()
    assert all(f"## `{module.SLUG}`" in page for module in write_faults.modules())
