"""Who is who in one report: what is joined, and what is not because it would not be safe."""

from __future__ import annotations

from typing import Any

import pytest
from spacy.tokens import Doc

from muniment.actor import Actor, Name, actor_of
from muniment.extracting.assembly import gathered
from muniment.extracting.mention import Register, register
from muniment.extracting.resolving import attributes, kind_of, members, signed
from muniment.extracting.spacy_extractor import SpacyExtractor
from muniment.extracting.syntax import phrase
from muniment.seams import Extraction
from muniment.taxonomy import data


@pytest.fixture(scope="module")
def extractor() -> SpacyExtractor:
    return SpacyExtractor()


def named(doc: Doc, word: str, *, nth: int = 0) -> Actor | None:
    """The actor that the n-th token with this text means."""
    tokens = [token for token in doc if token.text == word]
    found = register(doc).of_token.get(tokens[nth].i)
    return None if found is None else register(doc).actors[found]


def of(doc: Doc, word: str, *, nth: int = 0) -> dict[str, Any]:
    return attributes(phrase([token for token in doc if token.text == word][nth]))


def test_an_acronym_in_brackets_is_the_same_actor(extractor: SpacyExtractor) -> None:
    doc = extractor.parsed("The Karsan People's Front (KPF) denied it. Two days later the KPF left the town.")
    front, later = named(doc, "Front"), named(doc, "KPF", nth=1)
    assert front is not None
    assert front is later
    assert {name.words for name in front.names} == {"Karsan People's Front", "KPF"}


def test_an_acronym_without_brackets_is_joined_to_the_one_name_with_its_initials(extractor: SpacyExtractor) -> None:
    doc = extractor.parsed("The United Front for Renewal denied it. The UFR said the road was open.")
    assert named(doc, "Front") is named(doc, "UFR")


def test_a_surname_means_the_one_full_name_before_it(extractor: SpacyExtractor) -> None:
    doc = extractor.parsed("Daniel Wexler was arrested on Monday. Police held Wexler for two days.")
    actor = named(doc, "Wexler", nth=1)
    assert actor is not None
    assert actor.name == "Daniel Wexler"


def test_a_surname_that_two_share_means_neither(extractor: SpacyExtractor) -> None:
    doc = extractor.parsed("Daniel Wexler and Peter Wexler were arrested on Monday. Police held Wexler for two days.")
    actor = named(doc, "Wexler", nth=2)
    assert actor is None or actor.name not in ("Daniel Wexler", "Peter Wexler")


def test_a_pronoun_means_the_only_person_it_can(extractor: SpacyExtractor) -> None:
    doc = extractor.parsed("Daniel Wexler was arrested on Monday. He had written to the ministry.")
    actor = named(doc, "He")
    assert actor is not None
    assert actor.name == "Daniel Wexler"


def test_a_pronoun_that_two_could_be_means_neither(extractor: SpacyExtractor) -> None:
    doc = extractor.parsed("Guards took Daniel Wexler and Peter Morland away. His house was burned.")
    assert named(doc, "His") is None


def test_a_pronoun_inside_an_apposition_is_not_who_it_describes(extractor: SpacyExtractor) -> None:
    doc = extractor.parsed("Orvina Vaurel, 35, a teacher and his sister, was among the dead.")
    actor = named(doc, "his")
    assert actor is None or actor.name != "Orvina Vaurel"


def test_a_definite_noun_means_the_one_body_that_ends_in_it(extractor: SpacyExtractor) -> None:
    doc = extractor.parsed("The interior ministry denied it. The ministry said that the road was open.")
    assert named(doc, "ministry") is named(doc, "ministry", nth=1)


RAIN = "Rain fell on the hills of the north for many days and nobody came to the town at all. " * 15


@pytest.mark.parametrize(
    ("text", "full", "short"),
    [
        ("The Ministry of the Interior denied it. The Ministry said more.", "Ministry", "Ministry"),
        ("The Council Monitoring Mission saw it. The Mission said more.", "Mission", "Mission"),
        ("The Tide Brigade took the town. The brigade left.", "Brigade", "brigade"),
        ("The Odem Shield Brigades took the town. The brigades left.", "Brigades", "brigades"),
        ("The Commission of Inquiry on Odem sat. The Commission said more.", "Commission", "Commission"),
        (f"The Ministry of the Interior denied it. {RAIN}The ministry said more.", "Ministry", "ministry"),
    ],
)
def test_a_short_form_means_the_one_full_name_of_its_noun(
    extractor: SpacyExtractor, text: str, full: str, short: str
) -> None:
    doc = extractor.parsed(text)
    actor = named(doc, full)
    assert actor is not None
    assert named(doc, short, nth=-1) is actor


@pytest.mark.parametrize(
    "text",
    [
        "The Ministry of the Interior and the Ministry of Defence denied it. The ministry closed the road.",
        f"The Ministry of Defence denied it. {RAIN}The ministry signed for it. The Ministry of the Interior wrote back.",
    ],
)
def test_a_short_form_that_two_full_names_share_means_neither(extractor: SpacyExtractor, text: str) -> None:
    actor = named(extractor.parsed(text), "ministry")
    assert actor is None or actor.name == "ministry"


def test_a_name_ends_before_what_its_verb_governs(extractor: SpacyExtractor) -> None:
    doc = extractor.parsed(
        "An official of the Ministry of the Interior spoke. The centre warned the Ministry of the Interior of a raid."
    )
    assert named(doc, "Ministry") is named(doc, "Ministry", nth=1)


def test_a_body_is_not_the_person_who_heads_it(extractor: SpacyExtractor) -> None:
    doc = extractor.parsed("The commander of the militia, Daniel Wexler, was killed. The militia left.")
    commander, militia = named(doc, "commander"), named(doc, "militia", nth=1)
    assert commander is not None
    assert militia is not None
    assert commander is not militia


def test_the_previous_government_is_not_the_government(extractor: SpacyExtractor) -> None:
    doc = extractor.parsed("The previous government built the road. The government closed it.")
    assert named(doc, "government") is not named(doc, "government", nth=1)


@pytest.mark.parametrize(
    "sentence",
    ["Iraq denied it.", "Baghdad denied it.", "The Iraqi government denied it.", "Iraqi authorities denied it."],
)
def test_a_country_its_capital_and_its_demonym_stand_for_its_government(
    extractor: SpacyExtractor, sentence: str
) -> None:
    [actor] = register(extractor.parsed(sentence)).actors[:1]
    assert (actor.name, actor.kind, actor.country) == ("government of Iraq", "state", "IRQ")


def test_a_capital_where_things_happen_is_no_government(extractor: SpacyExtractor) -> None:
    doc = extractor.parsed("A bomb exploded in Baghdad. Baghdad lies on the Tigris.")
    assert not [actor for actor in register(doc).actors if actor.kind == "state"]


def test_the_casebooks_own_demonyms_name_governments_too(tmp_path: Any) -> None:
    own = tmp_path / "gazetteer.csv"
    own.write_text(
        "name,kind,country,admin1,lat,lon,aliases,demonym\nOdemia,country,XOD,,1.0,2.0,,Odemian\n", encoding="utf-8"
    )
    doc = SpacyExtractor(gazetteer=str(own)).parsed("The Odemian government closed the road.")
    assert [actor.name for actor in register(doc).actors if actor.kind == "state"] == ["government of Odemia"]


@pytest.mark.parametrize(
    ("sentence", "word", "kind"),
    [
        ("Gunmen opened fire.", "Gunmen", "unknown"),
        ("Security forces closed the road.", "forces", "state_body"),
        ("The rebels left.", "rebels", "armed_group"),
        ("Residents wrote a letter.", "Residents", "population"),
        ("The nurse was freed.", "nurse", "person"),
        ("Three nurses were freed.", "nurses", "group"),
        ("A charity sent food.", "charity", "organisation"),
        ("The United Nations asked for access.", "Nations", "intergovernmental"),
    ],
)
def test_the_kind_follows_the_words(extractor: SpacyExtractor, sentence: str, word: str, kind: str) -> None:
    doc = extractor.parsed(sentence)
    assert kind_of(phrase(next(token for token in doc if token.text == word))) == kind


def test_age_sex_and_occupation_are_read_beside_the_name(extractor: SpacyExtractor) -> None:
    doc = extractor.parsed("A 34-year-old nurse was shot. Three women and a boy saw it.")
    assert of(doc, "nurse") == {"age": 34, "age_group": "adult", "occupation": "nurse"}
    assert of(doc, "women") == {"sex": "female", "age_group": "adult"}
    assert of(doc, "boy") == {"sex": "male", "age_group": "child"}


def test_an_apposition_says_age_and_occupation(extractor: SpacyExtractor) -> None:
    doc = extractor.parsed("Daniel Wexler, 34, a teacher, was shot.")
    found = of(doc, "Wexler")
    assert (found["age"], found["age_group"], found["occupation"]) == (34, "adult", "teacher")


def test_a_list_of_names_is_as_many_persons(extractor: SpacyExtractor) -> None:
    doc = extractor.parsed("Soldiers killed Anna Belt, Peter Morland and Daniel Wexler.")
    whole = next(token for token in doc if token.text == "Belt")
    assert [span.text for span in members(doc[whole.left_edge.i : whole.right_edge.i + 1])] == [
        "Anna Belt",
        "Peter Morland",
        "Daniel Wexler",
    ]


def test_signing_gives_every_actor_its_own_id(extractor: SpacyExtractor) -> None:
    doc = extractor.parsed("Gunmen shot a farmer. Other gunmen burned a house. The army came.")
    found: Register = signed(register(doc), "rp_1", "rn_1")
    assert len({actor.id for actor in found.actors}) == len(found.actors) >= 4
    assert {actor.report for actor in found.actors} == {"rp_1"}


def test_names_in_a_later_piece_of_a_report_are_where_the_report_has_them(extractor: SpacyExtractor) -> None:
    doc = extractor.parsed("Gunmen shot Ana Pol in Dorrane.")
    here, later = signed(register(doc), "rp_1"), signed(register(doc), "rp_1", shift=1000)
    starts = [[name.start for name in actor.names] for actor in here.actors]
    assert starts
    assert [[name.start for name in actor.names] for actor in later.actors] == [
        [None if start is None else start + 1000 for start in each] for each in starts
    ]


def test_an_actor_of_two_pieces_keeps_the_names_of_both_where_first_read() -> None:
    first = actor_of("rp_1", "Ana Pol", names=(Name(words="Ana Pol", start=5, end=12),))
    second = (Name(words="Ana Pol", start=905, end=912), Name(words="Pol", start=950, end=953))
    later = actor_of("rp_1", "Ana Pol", names=second)
    pieces = [Extraction(statements=(), actors=(actor,), refusals=()) for actor in (first, later)]
    (found,) = gathered(pieces).actors
    assert [(name.words, name.start) for name in found.names] == [("Ana Pol", 5), ("Pol", 950)]


def test_every_list_of_words_has_an_example() -> None:
    tables = data("en/actors.toml")
    assert all("example" in table for name, table in tables.items() if name != "kind")
    assert all("example" in table for table in tables["kind"].values())
