"""Candidates and their cues, from surveys made by hand."""

from __future__ import annotations

import pytest

from factory import report, statement
from muniment.actor import Actor, Name
from muniment.extracting.principal import when, where, who
from muniment.extracting.principal.cues import Ground
from muniment.extracting.principal.survey import Survey, survey_of
from muniment.extracting.principal.what import family
from muniment.extracting.principal.when import calendar
from muniment.statement import Place, When

TEXT = (
    "Gunmen kill teacher in Dorrane\n\n"
    "DORRANE (Karsa Wire) - Gunmen shot Mara Ilven, 34, in Dorrane on Monday. "
    "Minister Oru Tam spoke in Velisar."
)


def surveyed(text: str = TEXT, *, title: str = "Gunmen kill teacher in Dorrane") -> Survey:
    told = report(text, title=title, published="2021-03-16")
    survey = survey_of(told)
    starts = [0, text.find("DORRANE"), text.find("Minister")]
    survey.sentences.extend(start for start in starts if start >= 0)
    survey.statements = [
        statement(told, "shot", type="life.killing", agent="Gunmen", victim="Mara Ilven", place="Dorrane")
    ]
    return survey


def place(text: str, words: str, value: str, *, precision: str = "settlement", near: int = 0) -> Place:
    start = text.index(words, near)
    return Place(value=value, precision=precision, start=start, end=start + len(words), words=words)  # pyright: ignore[reportArgumentType]


def test_a_town_named_in_title_and_dateline_has_both_cues() -> None:
    survey = surveyed()
    survey.places += [
        place(TEXT, "Dorrane", "Dorrane"),
        place(TEXT, "DORRANE", "Dorrane"),
        place(TEXT, "Velisar", "Velisar"),
    ]
    dorrane, velisar = where.towns(Ground(survey))
    assert {"title", "dateline", "most_times"} <= dorrane.cues.keys()
    assert not {"title", "dateline", "beside_act"} & velisar.cues.keys()


def test_a_division_is_no_town() -> None:
    survey = surveyed()
    survey.places.append(place(TEXT, "Velisar", "Velisar", precision="adm1"))
    assert not where.towns(Ground(survey))
    assert [found.name for found in where.divisions(Ground(survey))] == ["Velisar"]


def test_the_age_after_a_name_and_the_office_before_it_are_cues() -> None:
    survey = surveyed()
    for name in ("Mara Ilven", "Oru Tam"):
        start = TEXT.index(name)
        actor = Actor(id=name, kind="person", name=name, names=(Name(words=name, start=start, end=start + len(name)),))
        survey.actors[name] = actor
    mara, oru = who.people(Ground(survey))
    assert "aged" in mara.cues
    assert "aged" not in oru.cues
    assert "office" in oru.cues
    assert "office" not in mara.cues


def test_names_beside_a_name_are_no_cues() -> None:
    survey = surveyed()
    start = TEXT.index("Oru Tam")
    survey.actors["a"] = Actor(
        id="a", kind="person", name="Oru Tam", names=(Name(words="Oru Tam", start=start, end=start + 7),)
    )
    (oru,) = who.people(Ground(survey))
    assert "after:spoke" in oru.cues
    assert not any("velisar" in cue.lower() for cue in oru.cues)


def test_the_report_s_own_date_in_a_line_of_its_own_tells_of_nothing() -> None:
    text = "Raid in Velm\n\n16 March 2021\n\nGunmen shot a teacher on 14 March 2021 in the old market of Velm."
    survey = survey_of(report(text, title="Raid in Velm", published="2021-03-16"))
    for words, value in (("16 March 2021", "2021-03-16"), ("14 March 2021", "2021-03-14")):
        start = text.index(words)
        survey.dates.append(When(value=value, start=start, end=start + len(words), words=words))
    assert [found.name for found in when.dates(Ground(survey))] == ["2021-03-14"]


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("2021-03-12", ("2021", "03", "12")),
        ("2021-03~", ("2021", "03", None)),
        ("2021", ("2021", None, None)),
        ("2021-03-12/2021-03-19", ("2021", "03", None)),
        ("2021-03/2021-05", ("2021", None, None)),
        ("../2021-04", ("2021", "04", None)),
        ("2021-21", ("2021", None, None)),
    ],
)
def test_a_date_says_only_what_both_its_ends_share(value: str, parts: tuple[str | None, ...]) -> None:
    assert calendar(value) == parts


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("life.killing", "killing"),
        ("harm.death", "killing"),
        ("liberty.arrest", "detention"),
        ("liberty.abduction", "abduction"),
        ("liberty.enforced_disappearance", "enforced_disappearance"),
        ("body.torture", "torture"),
        ("body.assault", "other"),
        ("support.arm", None),
    ],
)
def test_families_follow_the_taxonomy(code: str, name: str | None) -> None:
    told = report("They did it.")
    assert family(statement(told, "did", type=code)) == name
