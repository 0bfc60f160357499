from __future__ import annotations

from collections import Counter

import pytest

from muniment.taxonomy import Type, acts, data, type_of, types

FAMILIES = (
    "life body liberty move access protect property repress support speech record legal omit protest abuse "
    "diplomacy policy".split()
)
SLOTS = set(
    "agent co_agent orderer on_behalf_of intermediary victim addressee beneficiary object facility means place origin "
    "destination date duration purpose reason legal_basis content quantity outcome stage "
    "count period causation from_act includes severity subject role from to holder authority instrument "
    "bearer requires forbids basis".split()
)


def test_there_are_sixty_nine_types_of_acts_in_seventeen_families():
    assert len(acts()) == 69
    assert list(dict.fromkeys(entry.family for entry in acts())) == FAMILIES


def test_no_code_is_written_twice():
    counted = Counter(entry["code"] for entry in data("types.toml")["type"])
    assert [code for code, times in counted.items() if times > 1] == []


def test_every_kind_of_statement_has_types():
    assert {entry.kind for entry in types().values()} == {"act", "harm", "relation", "standing", "duty"}


@pytest.mark.parametrize("entry", types().values(), ids=lambda entry: entry.code)
def test_a_type_is_explained_and_its_slots_are_of_the_record(entry: Type):
    assert entry.label
    assert entry.definition.endswith(".")
    assert entry.slots
    assert set(entry.slots) <= SLOTS


def test_a_definition_is_of_one_type_only():
    counted = Counter(entry.definition for entry in types().values())
    assert max(counted.values()) == 1


def test_codes_of_other_schemes_keep_their_form_and_order():
    attack = type_of("life.attack")
    assert attack.plover[0] == "ASSAULT/aerial"
    assert attack.huridocs == ("4:010105020000", "4:010105030000")
    assert type_of("speech.warn").plover == ()
    for entry in acts():
        assert all(code.partition(":")[2].isdigit() for code in entry.huridocs), entry.code


def test_what_harms_somebody_is_told_from_what_does_not():
    assert type_of("life.killing").harms
    assert not type_of("liberty.release").harms
    assert all(entry.harms for entry in types().values() if entry.kind == "harm")


def test_a_code_that_is_not_in_the_taxonomy_is_refused():
    with pytest.raises(KeyError):
        type_of("life.unknown")
