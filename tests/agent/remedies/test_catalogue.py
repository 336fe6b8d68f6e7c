"""The catalogue of remedies agrees with what the wire says of it, and with its own reference."""

from __future__ import annotations

from huonevahti_agent.remedies import REMEDIES
from huonevahti_wire import profile_yaml
from huonevahti_wire.plan.mending import TAKES_SECONDS, TREATED, unknown
from huonevahti_wire.signals import FAMILIES
from tests.house.tree import ROOT, members


def test_every_member_is_listed() -> None:
    slugs = {member.slug for member in members() if (member.side, member.room) == ("agent", "remedies")}
    assert {remedy.NAME for remedy in REMEDIES} == slugs
    assert len(REMEDIES) == len(slugs)


def test_the_wire_names_the_same_remedies_in_the_same_order_for_the_same_signals() -> None:
    treated = {
        remedy.NAME: tuple(dict.fromkeys(ailment.family for ailment in remedy.TREATS)) for remedy in REMEDIES
    }
    assert treated == TREATED
    assert list(treated) == list(TREATED)


def test_each_remedy_is_tried_a_few_times_a_day_and_looked_at_within_what_the_office_waits() -> None:
    watched = {family.name: family.watching_seconds for family in FAMILIES}
    for remedy in REMEDIES:
        assert 1 <= remedy.CAP_PER_DAY <= 4, remedy.NAME
        assert 0 < remedy.LOOKS_AFTER_SECONDS < TAKES_SECONDS, remedy.NAME
        assert all(watched[ailment.family] > 0 for ailment in remedy.TREATS), remedy.NAME


def test_each_shipped_profile_switches_off_remedies_that_exist() -> None:
    for path in sorted((ROOT / "firmware-profiles").glob("*.yaml")):
        assert unknown(profile_yaml.read(path).remedies_off) == (), path.name
