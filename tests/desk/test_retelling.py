"""Finished sentences in French: each template fits what is made of it, and errors, refusals and notes are told at the desk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from muniment import workflow
from muniment.desk.words.retelling import FEW, PLACE, SAID, retellings, retold
from muniment.desk.words.speaking import LANGUAGES, messages, speaking
from muniment.errors import (
    BadSetting,
    ContradictoryDecision,
    DecisionConflict,
    MunimentError,
    NotAllowed,
    TamperedReport,
    UngroundedStatement,
    UnknownActor,
    UnreadableReport,
)
from muniment.library import Casebook

NARROW, WIDE = "\u202f", "\u00a0"


@pytest.fixture
def french() -> Iterator[None]:
    token = speaking.set("fr")
    yield
    speaking.reset(token)


@pytest.fixture
def reader(client: TestClient[Any]) -> TestClient[Any]:
    """Somebody at the desk who reads French."""
    client.cookies.set("language", "fr")
    return client


def told(answer: str) -> str:
    """What a page of the desk says in its main part."""
    (main,) = re.findall(r"<main.*?>(.*)</main>", answer, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", main).replace("&#39;", "'").split(" "))


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en"}))
def test_every_template_fits_the_sentences_that_are_made_of_it(language: str) -> None:
    token = speaking.set(language)
    wrong: list[object] = []
    for one in (each for each in messages(language) if each.context == SAID):
        said, says = str(one.id), str(one.string)
        places = list(dict.fromkeys(place.strip("'")[2:-2] for place in PLACE.findall(said)))
        joins = len("".join(filter(str.isalpha, "".join(PLACE.split(said))))) < FEW
        words = {name: "none" if joins else f"Xq{number}" for number, name in enumerate(places)}
        given = {name: word if f"'%({name})s'" in said else retold(word) for name, word in words.items()}
        if retold(said % words if places else said.replace("%%", "%")) != (
            says % given if places else says.replace("%%", "%")
        ):
            wrong.append((said, retold(said % words)))
    speaking.reset(token)
    assert wrong == []


def test_the_template_with_the_most_letters_comes_first() -> None:
    letters = [one.letters for one in retellings("fr").templates]
    assert letters == sorted(letters, reverse=True)
    assert len(letters) > 100


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            BadSetting("jobs", "many"),
            f"le réglage jobs ne peut pas être «{NARROW}many{NARROW}»",
        ),
        (
            UnreadableReport("raid.zip", "the zip file is damaged"),
            f"raid.zip{WIDE}: le fichier zip est endommagé",
        ),
        (
            UnreadableReport("raid.txt", "1,234,567 bytes, more than the 1,000 that are read"),
            f"raid.txt{WIDE}: 1{NARROW}234{NARROW}567 octets, plus que les 1{NARROW}000 qui sont lus",
        ),
        (
            UnreadableReport("x.xyz", "no format reads .xyz files"),
            f"x.xyz{WIDE}: aucun format ne lit les fichiers .xyz",
        ),
        (NotAllowed("review", "Amira"), f"Amira n’en a pas le droit (droit requis{WIDE}: révision)"),
        (
            DecisionConflict("st_1", by="Amira", at="2021-03-12T10:00:00Z", ruling="accepted"),
            f"Amira a statué entre-temps, à 2021-03-12T10:00:00Z{WIDE}: acceptée{NARROW}; rien de vous n’a été conservé",
        ),
        (
            ContradictoryDecision("st_1", "st_2", chain=["st_1", "st_3", "st_2"]),
            "il a été décidé que st_1 et st_2 sont différents, or une suite de décisions les rend identiques"
            f"{WIDE}: st_1 = st_3 = st_2",
        ),
        (
            UngroundedStatement("rp_1", 3, 9, words="none", found="it's"),
            f"rp_1{WIDE}: les caractères 3 à 9 sont «{NARROW}it's{NARROW}», et non «{NARROW}none{NARROW}»",
        ),
        (
            TamperedReport("rp_1", expected="ab", found=""),
            f"rp_1{WIDE}: SHA-256 attendu ab, trouvé{WIDE}: aucun fichier",
        ),
    ],
)
def test_what_an_error_says_is_told_in_french(french: None, error: MunimentError, words: str) -> None:
    assert retold(str(error)) == words


def test_what_somebody_typed_and_names_are_not_translated(french: None) -> None:
    assert retold(str(UnknownActor("Actor and type"))) == f"aucun acteur ne s’appelle «{NARROW}Actor and type{NARROW}»"
    near = UnknownActor("x", near=["Ministry of Health and Welfare"]).hint
    assert retold(near) == f"noms proches{WIDE}: Ministry of Health and Welfare"


@pytest.mark.parametrize("name", ["a: " * 600, "x and y to z, by w; " * 99, "'" * 1999, "b" * 5000])
def test_a_name_of_many_marks_is_kept(french: None, name: str) -> None:
    assert retold(name) == name


def test_a_sentence_that_no_template_fits_stays_and_english_is_left_alone(french: None) -> None:
    for words in ("the well was dry that year", "bread and salt", "Odem to Tarse", "see: below; above"):
        assert retold(words) == words
    speaking.set("en")
    assert retold("the file is empty") == "the file is empty"


@pytest.mark.parametrize(
    ("address", "status", "said", "hint"),
    [
        ("/counts?by=bad", 400, f"«{NARROW}par{NARROW}» ne peut pas être «{NARROW}bad{NARROW}»", "un ou plusieurs de"),
        ("/counts?since=soon", 400, f"«{NARROW}depuis{NARROW}» ne peut pas être", "une année, un mois ou un jour"),
        ("/map?frame=q", 400, f"«{NARROW}cadre{NARROW}» ne peut pas être", "ouest,sud,est,nord en degrés"),
        ("/map?type=q", 400, f"«{NARROW}type{NARROW}» ne peut pas être", "un type ou une famille de types"),
        ("/timeline?by=q", 400, "ne peut pas être", f"au choix{WIDE}: day, week"),
        ("/reports?sort=q", 400, f"«{NARROW}tri{NARROW}» ne peut pas être", f"au choix{WIDE}: best"),
        ("/reports?since=12.3.21", 400, "ne peut pas être", "écrivez 2021-03-12, 2021-03 ou 2021"),
        ("/incidents?page=0", 400, f"«{NARROW}page{NARROW}» ne peut pas être", "un nombre à partir de 1"),
        ("/incidents/KAR-9999", 404, f"rien ici ne porte le numéro «{NARROW}KAR-9999{NARROW}»", "donnez le numéro"),
        ("/actors/KAR-A9999", 404, "KAR-A9999", ""),
        ("/notice?actor=Nobody", 404, f"aucun acteur ne s’appelle «{NARROW}Nobody{NARROW}»", ""),
        ("/reports/rp_none", 404, "rien ici ne porte le numéro", "l’identifiant d’une déclaration"),
        ("/log/compare?since=then", 400, f"«{NARROW}depuis{NARROW}» ne peut pas être", "écrivez 2021-03-12, ou"),
        ("/nowhere", 404, "cette page n’existe pas", ""),
    ],
)
def test_errors_are_shown_in_french(reader: TestClient[Any], address: str, status: int, said: str, hint: str) -> None:
    answer = reader.get(address)
    assert answer.status_code == status
    assert said in told(answer.text)
    assert hint in told(answer.text)
    assert not re.search(r"\b(cannot|nothing|there|give|write|one of)\b", told(answer.text))


def test_what_a_form_lacks_is_said_in_french(reader: TestClient[Any]) -> None:
    token = re.findall(r'name="_csrf_token" value="([^"]+)"', reader.get("/").text)[0]
    rejected = reader.post(reader.get("/review").url.path, data={"_csrf_token": token, "ruling": "rejected"})
    assert "il manque un motif" in told(rejected.text)
    assert "dites pourquoi elle est rejetée" in told(rejected.text)
    assert "ce formulaire date d’une session précédente" in told(reader.post("/tasks", data={"task": "link"}).text)


def test_refusals_are_shown_in_french(reader: TestClient[Any], casebook: Casebook, tmp_path: Path) -> None:
    for name, content in (("a.zip", b"PK\x03\x04 broken"), ("b.txt", b""), ("c.rar", b"Rar!\x1a\x07\x01\x00 x")):
        (tmp_path / name).write_bytes(content)
    workflow.add(casebook, [str(tmp_path / name) for name in ("a.zip", "b.txt", "c.rar", "none.txt")])
    page = told(reader.get("/refused").text)
    for words in (
        "le fichier zip est endommagé",
        "enregistrez-le de nouveau, ou refaites l’archive",
        "le fichier est vide",
        f"une archive RAR{WIDE}: ce format n’est pas lu",
        "aucun fichier ni répertoire de ce nom",
    ):
        assert words in page
    assert "the" not in re.findall(r"\w+", page)


def test_a_task_that_ended_badly_says_so_in_french(french: None) -> None:
    error = UnreadableReport("a.txt", "the file is empty", hint="ask whoever sent it for the text")
    assert retold(f"{error}; {error.hint}") == (
        f"a.txt{WIDE}: le fichier est vide{NARROW}; demandez le texte à qui l’a envoyé"
    )
    assert retold("3 refused: see the log") == f"refus{WIDE}: 3, voir le journal"


def test_notes_under_a_table_are_told_in_french(reader: TestClient[Any]) -> None:
    page = told(reader.get("/counts?by=agent").text)
    assert "Aucune voix ne nomme d’agent dans" in page
    assert "Les incidents sont tels que reliés" in page
    assert "No voice" not in page
