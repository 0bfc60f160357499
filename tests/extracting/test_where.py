"""Places: which of its namesakes a name means, and which claim a place belongs to."""

from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from muniment.errors import BadSetting
from muniment.extracting import where
from muniment.extracting.gazetteer import gazetteer
from muniment.extracting.locating import Scene, Sought
from muniment.extracting.mention import Mention, places
from muniment.statement import Place

OWN = """name,kind,country,admin1,lat,lon,aliases,demonym
Karsa,country,XKA,,-40.05,62.45,Republic of Karsa,Karsan
Halmera,adm1,XKA,Halmera,-40.10,62.50,Halmera province,
Aleppo,settlement,XKA,Halmera,-40.30,62.74,,
Karvath Prison,site,XKA,Halmera,-40.10,62.52,Karvath prison|Karvath,
"""


@pytest.fixture(scope="session")
def located(nlp: Language) -> where.Places:
    return where.Places(gazetteer(), (), spacy.matcher.PhraseMatcher(nlp.vocab, attr="LOWER"))


def read(nlp: Language, located: where.Places, text: str) -> list[Place]:
    doc = located(nlp(text))
    for held in places(doc):
        assert text[held.place.start : held.place.end] == held.place.words
    return [held.place for held in places(doc)]


def fix(name: str, *, countries: tuple[str, ...] = (), **beside: object) -> tuple[str, str | None]:
    scene = Scene(gazetteer=gazetteer())
    scene.countries.update(countries)
    found = scene.fix(Sought(name=name, **beside))  # pyright: ignore[reportArgumentType]  test data
    return found.precision, found.country


@pytest.mark.parametrize(
    ("name", "countries", "expected"),
    [
        ("Tripoli", ("LBY",), ("settlement", "LBY")),
        ("Tripoli", ("LBN",), ("settlement", "LBN")),
        ("Springfield", (), ("unresolved", None)),
        ("Paris", (), ("settlement", "FRA")),
        ("London", ("CAN",), ("settlement", "GBR")),
        ("Syria", (), ("country", "SYR")),
        ("Georgia", ("USA",), ("unresolved", None)),
        ("Georgia", ("GEO",), ("country", "GEO")),
        ("Kiev", ("UKR",), ("settlement", "UKR")),
        ("Fallujah", ("IRQ",), ("settlement", "IRQ")),
        ("Zamfara", (), ("adm1", "NGA")),
        ("Black Sea", (), ("sea", None)),
        ("Sahel", (), ("wide", None)),
        ("Qwertzuville", ("IRQ",), ("unresolved", None)),
    ],
)
def test_a_name_goes_to_a_country_that_something_points_to(
    name: str, countries: tuple[str, ...], expected: tuple[str, str | None]
):
    assert fix(name, countries=countries) == expected


def test_the_noun_beside_a_name_says_what_it_is():
    assert fix("Niger", kinds=frozenset({"adm1"})) == ("adm1", "NGA")
    assert fix("Niger") == ("country", "NER")


def test_a_place_is_read_inside_the_one_that_holds_it(nlp: Language, located: where.Places):
    (town, state, country) = read(nlp, located, "She was seized in the town of Jangebe, Zamfara state, Nigeria.")
    assert (town.value, town.precision, town.country, town.admin1) == ("Jangebe", "settlement", "NGA", "Zamfara")
    assert town.lat is None
    assert (state.precision, country.precision) == ("adm1", "country")


def test_an_american_state_is_known_by_its_town(nlp: Language, located: where.Places):
    town, state = read(nlp, located, "He was arrested in Atlanta, Georgia.")
    assert (town.country, state.country, state.precision) == ("USA", "USA", "adm1")


def test_near_a_place_is_not_in_it(nlp: Language, located: where.Places):
    (place,) = read(nlp, located, "Syrian soldiers were shot near Aleppo.")
    assert place.precision == "near"


def test_a_definite_site_is_the_one_named_before(nlp: Language, located: where.Places):
    found = read(nlp, located, "He was beaten in Insein Prison in Yangon, Myanmar. The prison was full.")
    assert (found[-1].words, found[-1].value, found[-1].basis) == ("The prison", "Insein Prison", "inferred")


def test_a_capital_is_the_one_of_the_only_country_spoken_of(nlp: Language, located: where.Places):
    (place,) = read(nlp, located, "Iraqi police shot four protesters in the capital.")
    assert (place.value, place.basis) == ("Baghdad", "inferred")
    assert read(nlp, located, "Iraqi and Syrian police shot four protesters in the capital.") == []


def test_the_casebooks_own_gazetteer_wins(nlp: Language, tmp_path: Path):
    path = tmp_path / "own.csv"
    path.write_text(OWN, encoding="utf-8")
    pipe = spacy.blank("en").add_pipe(where.COMPONENT, config={"gazetteer": str(path), "countries": ["XKA"]})
    doc = pipe(nlp("Two men held at Karvath prison were moved to Aleppo in Halmera province."))
    assert [(held.place.value, held.place.country) for held in places(doc)] == [
        ("Karvath Prison", "XKA"),
        ("Aleppo", "XKA"),
        ("Halmera", "XKA"),
    ]


def test_a_gazetteer_that_lacks_a_column_is_refused(tmp_path: Path):
    path = tmp_path / "own.csv"
    path.write_text("name,place\nKarsa,here\n", encoding="utf-8")
    with pytest.raises(BadSetting):
        gazetteer(str(path))
    with pytest.raises(BadSetting):
        gazetteer(str(tmp_path / "absent.csv"))


def mention(nlp: Language, located: where.Places, text: str, trigger: str, act: str = "life.killing") -> Mention:
    doc = located(nlp(text))
    start = text.index(trigger)
    span = doc.char_span(start, start + len(trigger))
    assert span is not None
    made = Mention(kind="act", type=act, trigger=span, rule="test")
    doc._.mentions = [made]
    return made


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("She told reporters in Geneva that 12 people were shot in Goma, in eastern Congo.", "shot", ["Goma"]),
        ("Turkey arrested four Syrians in Afrin.", "arrested", ["Afrin"]),
        ("Residents of Aleppo were killed by Syrian jets.", "killed", ["Aleppo"]),
        ("Syrian jets bombed Aleppo.", "bombed", ["Aleppo"]),
        ("The president of Turkey ordered the raid on Diyarbakir.", "raid", ["Diyarbakir"]),
        ("Gunmen killed 12 people in a raid on Bunia, police in Kinshasa said.", "killed", ["Bunia"]),
        ("In Baghdad, gunmen shot a teacher.", "shot", ["Baghdad"]),
        ("Soldiers from Chad beat him in Maroua, Cameroon.", "beat", ["Maroua"]),
    ],
)
def test_a_place_goes_to_what_happened_there(
    nlp: Language, located: where.Places, text: str, trigger: str, expected: list[str]
):
    assert [place.value for place in where.of(mention(nlp, located, text, trigger))] == expected


def test_a_move_has_two_ends(nlp: Language, located: where.Places):
    text = "They were deported from Turkey to Syria on Monday."
    origins, destinations = where.ends(mention(nlp, located, text, "deported", "move.deportation"))
    assert ([place.value for place in origins], [place.value for place in destinations]) == (["Turkey"], ["Syria"])
    assert where.ends(mention(nlp, located, text, "deported")) == ([], [])
