"""Hostile input, end to end: what comes in stays text, or is refused with a reason in the log."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from desk.conftest import HOST, seated
from muniment import workflow
from muniment.desk.serving import desk
from muniment.desk.tasks import _received  # pyright: ignore[reportPrivateUsage]
from muniment.library import Casebook
from muniment.settings import Settings

Client = TestClient[Any]
MARKUP = (
    "Police arrested three nurses in Odem on 12 March 2021. "
    "<script>alert(1)</script> <img src=x onerror=alert(2)> </textarea></title><svg/onload=alert(3)> "
    "{{ 7 * 7 }} {% raw %} ${7*7} <!-- --> &lt;b&gt; \"'><a href=javascript:alert(4)>x</a> "
    "The army killed <b>nine</b> people in Tarse on 13 March 2021.\n"
)
CONTROLS = (
    "Soldiers killed \u202eenin\u202c people in Odem\u0000 on 12 March 2021.\x07\x1b[31m \u2066\u200b\ufeff\ud7ff "
    "Police arrested two teachers in Velm on 13 March 2021.\r\n"
)


def docx_bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"\0" * 60_000_000)
    return packed.getvalue()


def climbing_zip() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../../outside.txt", "Police arrested one nurse in Odem on 1 March 2021.")
        archive.writestr("/absolute.txt", "Police arrested two nurses in Odem on 2 March 2021.")
    return packed.getvalue()


HTML = b"<html><body><p>Police arrested three nurses in Odem on 12 March 2021.</p><script>x</script></body></html>"
POLYGLOT = b"%PDF-1.7\n<html><script>alert(1)</script>\nPK\x03\x04 %%EOF"
FILES = {
    "markup.txt": MARKUP.encode(),
    "controls.txt": CONTROLS.encode("utf-8", "surrogatepass"),
    "a-page.pdf": HTML,
    "a-bomb.docx": docx_bomb(),
    "polyglot.html": POLYGLOT,
    "climbing.zip": climbing_zip(),
    "not-utf8.txt": b"Police arrested \xff\xfe\x80 three nurses in Odem.\xc0\xaf" * 3,
    "picture.txt": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
    "empty.html": b"",
    "spaces.txt": b" \n\x00\n",
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Casebook]:
    """A casebook to which all of it was sent through the interface for programs."""
    folder = tmp_path_factory.mktemp("hostile")
    with Casebook.create(folder / "book", Settings(title="Hostile <script>alert(0)</script>")) as casebook:
        workflow.admit(casebook, "A. Chief", "administrator", by="R. Velt")
        whole = workflow.issue(casebook, "A. Chief", ("read", "edit"), days=1, label="", by="R. Velt").whole
        with TestClient(desk(casebook, None, hosts=[HOST]), base_url=f"http://{HOST}") as client:
            bearer = {"Authorization": f"Bearer {whole}"}
            sent = [("files", (name, io.BytesIO(content), "text/plain")) for name, content in FILES.items()]
            asked = client.post("/api/v1/tasks/add", files=sent, headers=bearer).json()
            for _ in range(3000):
                state = client.get(f"/api/v1/tasks/{asked['id']}", headers=bearer).json()
                if state["state"] in ("done", "stopped"):
                    break
                time.sleep(0.1)
            assert state["state"] == "done", state
        workflow.link(casebook)
        workflow.count(casebook)
        yield casebook


def refused(casebook: Casebook) -> dict[str, str]:
    return {one.subject.rpartition("/")[2]: one.reason for one in casebook.refusals()}


def test_each_file_is_read_as_text_or_refused_by_name_with_a_reason(hostile: Casebook) -> None:
    read, reasons = {one.name for one in hostile.reports()}, refused(hostile)
    assert "zip bomb" in reasons["a-bomb.docx"]
    assert "empty" in reasons["empty.html"]
    assert "empty" in reasons["spaces.txt"]
    assert "picture.txt" in reasons
    assert {"markup.txt", "controls.txt"} <= read
    for name in FILES:
        assert name in reasons or any(one.startswith(name) for one in read), name
    assert all(reasons.values())
    assert list(hostile.audit()) == []


def test_nothing_was_written_outside_the_casebook(hostile: Casebook) -> None:
    outside = [path for path in hostile.folder.parent.rglob("*") if path.name in ("outside.txt", "absolute.txt")]
    assert outside == []
    assert not [path for path in hostile.folder.parent.iterdir() if path.is_file() and path.suffix != ".tsv"]
    assert not Path("/absolute.txt").exists()


def test_a_file_that_lies_about_its_kind_is_read_as_what_it_is_or_refused(hostile: Casebook) -> None:
    reasons = refused(hostile)
    assert "a-page.pdf" in reasons, "HTML is no PDF"
    assert "polyglot.html" in reasons, "what begins as a PDF and is none is not read as a page"


def test_markup_in_a_report_and_in_a_title_is_text_on_every_page(hostile: Casebook) -> None:
    with seated(hostile, 'R. <b>Velt</b> "x"') as client:
        paths = ["/", "/reports", "/reports?q=arrested", "/reports?q=<script>", "/incidents", "/actors", "/log"]
        paths += [f"/reports/{one.id}" for one in hostile.reports()]
        paths += [f"/review/{one.id}" for one in hostile.statements()]
        paths += ["/actors?q=<script>alert(9)</script>", "/nowhere/<script>alert(9)</script>"]
        for path in paths:
            page = client.get(path).text
            for live in ("<script>alert", "<img src=x", "<svg/onload", "<a href=javascript", "<b>Velt", "49"):
                assert live not in re.sub(r"[0-9a-f]{20,}|\d\d:\d\d|4949", "", page) or live == "49", (path, live)
            assert "\x00" not in page, path
            assert "\x1b" not in page, path


def test_controls_and_marks_of_direction_are_kept_as_they_came_and_break_no_offset(hostile: Casebook) -> None:
    (report,) = [one for one in hostile.reports() if one.name == "controls.txt"]
    for one in hostile.statements(report.id):
        assert report.text[one.trigger.start : one.trigger.end] == one.trigger.words
    workflow.publish(hostile)
    page = (hostile.folder / "dossier" / "index.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page


def test_a_line_of_five_megabytes_is_read_or_refused_and_the_run_goes_on(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("x" * 5_000_000 + " ", encoding="utf-8")
    (tmp_path / "short.txt").write_text("Police arrested three nurses in Odem on 12 March 2021.\n", encoding="utf-8")
    with Casebook.create(tmp_path / "book", Settings(title="Long")) as casebook:
        workflow.add(casebook, [str(tmp_path / "long.txt"), str(tmp_path / "short.txt")])
        workflow.extract(casebook)
        long = [one for one in casebook.reports() if one.name == "long.txt"]
        assert long or "long.txt" in refused(casebook)
        assert any(one.type == "liberty.arrest" for one in casebook.statements())


NAMES = {
    "../../x": "x",
    "/etc/passwd": "passwd",
    "C:\\Windows\\system32\\evil.txt": "evil.txt",
    "..": "file-0",
    "": "file-0",
    ". .": "file-0",
    "a\x00b\r\nSet-Cookie: x.txt": "abSet-Cookie x.txt",
    "con.txt": "file-con.txt",
    "NUL": "file-NUL",
    "raid.txt:stream": "raid.txtstream",
    "\u202egnp.exe": "gnp.exe",
    "<img src=x>.html": "img src=x.html",
    ".htaccess": "htaccess",
}


@pytest.mark.parametrize("name", [*NAMES, "x" * 5000, "\U0001f600" * 400 + ".txt", "a." + "b" * 5000])
def test_a_name_leads_nowhere_and_means_nothing(tmp_path: Path, name: str) -> None:
    (kept,) = _received(tmp_path / "inbox", [(name, io.BytesIO(b"text"))], None)
    assert kept.parent == tmp_path / "inbox"
    assert kept.read_bytes() == b"text"
    assert len(kept.name.encode()) <= 255
    assert kept.name == NAMES.get(name, kept.name)
    assert [path.name for path in tmp_path.iterdir()] == ["inbox"]


def test_two_files_of_one_name_are_both_kept(tmp_path: Path) -> None:
    kept = _received(tmp_path / "inbox", [("a.txt", io.BytesIO(b"1")), ("b/a.txt", io.BytesIO(b"2"))], None)
    assert [path.read_bytes() for path in kept] == [b"1", b"2"]


def test_an_upload_larger_than_the_setting_is_refused(casebook: Casebook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUNIMENT_LARGEST", "1000")
    workflow.admit(casebook, "A. Chief", "administrator", by="R. Velt")
    whole = workflow.issue(casebook, "A. Chief", ("edit",), days=1, label="", by="R. Velt").whole
    with TestClient(desk(casebook, None, hosts=[HOST]), base_url=f"http://{HOST}") as client:
        sent = [("files", ("big.txt", io.BytesIO(b"x" * 1_200_000), "text/plain"))]
        answer = client.post("/api/v1/tasks/add", files=sent, headers={"Authorization": f"Bearer {whole}"})
        assert (answer.status_code, set(answer.json())) == (413, {"error", "hint"})
    assert casebook.errands() == {}
