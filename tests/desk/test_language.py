"""The desk in French: every word of it is in the catalogue, dates and numbers are as French writes them, and it is chosen without a login."""

from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from litestar.testing import TestClient
from tools.languages import LOCALES, extracted

from muniment.desk.serving import desk
from muniment.desk.words.speaking import LANGUAGES, messages, speaking
from muniment.desk.words.wording import date_words, label, plural, range_words
from muniment.library import Casebook

HELD = re.compile(r"%%|%\(\w+\)s|</?\w+>")
"""What a translation must keep: places for values, and markup."""


@pytest.fixture(scope="module", params=sorted(set(LANGUAGES) - {"en"}))
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    with (LOCALES / f"{request.param}.po").open("rb") as written:
        return read_po(written, locale=request.param)


@pytest.fixture
def french() -> object:
    token = speaking.set("fr")
    yield token
    speaking.reset(token)


def said(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else [one or "" for one in message.string or ()]


def test_all_that_the_desk_says_is_in_the_catalogue_and_nothing_else(catalogue: Catalog) -> None:
    asked = {(one.context, one.id) for one in extracted() if one.id}
    held = {(one.context, one.id) for one in catalogue if one.id}
    assert len(asked) > 800
    assert asked == held


def test_nothing_is_left_untranslated_or_unsure(catalogue: Catalog) -> None:
    messages = [one for one in catalogue if one.id]
    assert [one.id for one in messages if one.fuzzy or not all(map(str.strip, said(one)))] == []
    many = [one for one in messages if one.pluralizable]
    assert {len(said(one)) for one in many} == {catalogue.num_plurals}


def test_a_translation_keeps_the_places_and_the_markup(catalogue: Catalog) -> None:
    wrong: list[object] = []
    for one in catalogue:
        last = one.id if isinstance(one.id, str) else one.id[-1]
        for words in said(one) if one.id else ():
            if sorted(set(HELD.findall(words)) - {"%%"}) != sorted(set(HELD.findall(last)) - {"%%"}):
                wrong.append((one.id, words))
            if "%" in HELD.sub("", words):
                wrong.append((one.id, words))
    assert wrong == []


def test_marks_of_french_are_kept_on_the_line_of_their_word() -> None:
    wrong: list[object] = []
    for one in messages("fr"):
        wrong += [words for words in said(one) if one.id and re.search(r"[ ][;:?!»]|« | %%(?!\()", words)]
    assert wrong == []


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2021-03-12", "12 mars 2021"),
        ("2021-04-01", "1er avril 2021"),
        ("2021-03", "mars 2021"),
        ("2021", "2021"),
        ("2017/..", "depuis 2017"),
        ("2021-03~", "environ mars 2021"),
        ("2021-21", "printemps 2021"),
        ("199X", "années 1990"),
        ("2021-03-12/2021-03-14", "12 mars 2021 – 14 mars 2021"),
    ],
)
def test_dates_are_written_in_french(french: object, edtf: str, words: str) -> None:
    assert date_words(edtf) == words


def test_figures_and_types_are_written_in_french(french: object) -> None:
    assert range_words(9, None, 31) == "9 à 31"
    assert range_words(1200, None, None) == "au moins 1\u202f200"
    assert (plural("person", 1), plural("person", 0), plural("person", 2)) == ("personne", "personne", "personnes")
    assert label("life.killing") == "Homicide"


def test_a_person_chooses_the_language_and_stays_on_the_page(client: TestClient[object]) -> None:  # pyright: ignore[reportInvalidTypeArguments]
    page = client.get("/reports?q=houses").text
    assert '<html lang="en">' in page
    found = re.search(r'name="_csrf_token" value="([^"]+)"', page)
    assert found is not None
    form = {"_csrf_token": found[1], "language": "fr", "back": "/reports?q=houses"}
    answer = client.post("/language", data=form)
    assert answer.url.path == "/reports"
    assert '<html lang="fr">' in answer.text
    assert "<h1>Rapports</h1>" in answer.text
    assert "Soldiers burned" in client.get("/review").text or "killed" in client.get("/review").text


def test_the_way_in_speaks_as_the_browser_asks_and_can_be_changed_there(casebook: Casebook) -> None:
    with TestClient(desk(casebook, None, hosts=["desk.example"]), base_url="http://desk.example") as anybody:
        page = anybody.get("/login", headers={"Accept-Language": "fr-CH, en;q=0.5"}).text
        assert "<h1>Se connecter</h1>" in page
        found = re.search(r'name="_csrf_token" value="([^"]+)"', page)
        assert found is not None
        anybody.post("/language", data={"_csrf_token": found[1], "language": "en", "back": "//elsewhere.example"})
        assert "<h1>Log in</h1>" in anybody.get("/login", headers={"Accept-Language": "fr"}).text


def test_a_language_that_the_desk_does_not_speak_is_refused(client: TestClient[object]) -> None:  # pyright: ignore[reportInvalidTypeArguments]
    found = re.search(r'name="_csrf_token" value="([^"]+)"', client.get("/").text)
    assert found is not None
    assert client.post("/language", data={"_csrf_token": found[1], "language": "xx"}).status_code == 400


def test_tellings_and_titles_name_the_type_and_keep_the_words_of_the_report(
    client: TestClient[object],  # pyright: ignore[reportInvalidTypeArguments]
    casebook: Casebook,
) -> None:
    client.cookies.set("language", "fr")
    killed = next(one for one in casebook.statements() if one.type == "life.killing" and one.parties("victim"))
    page = client.get(f"/review/{killed.id}").text
    (said,) = re.findall(r'<h1 class="said"[^>]*>(.*?)</h1>', page)
    victim = killed.parties("victim")[0].value
    assert said.startswith(f"Homicide\u00a0: {victim}, par ")
    assert ", selon le rapport «\u202f" in said
    assert re.search(r">[^<]+, Tarse, 12 mars 2021<", client.get("/incidents").text)
    client.cookies.set("language", "en")
    assert "killed" in re.findall(r'<h1 class="said"[^>]*>(.*?)</h1>', client.get(f"/review/{killed.id}").text)[0]


def test_programs_are_answered_in_english(client: TestClient[object]) -> None:  # pyright: ignore[reportInvalidTypeArguments]
    client.cookies.set("language", "fr")
    assert "give a token" in client.get("/api/v1/incidents", headers={"Accept-Language": "fr"}).text
