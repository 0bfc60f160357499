"""Coming in and going out: the link of one person, the names and passwords of a team, and invitations."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect, Template

from muniment import workflow
from muniment.desk.access import Attempts, Door, come_in, stamp
from muniment.desk.asking.forms import Form, back_to, remembered, said_in, typed_in
from muniment.desk.words.speaking import COOKIE, LANGUAGES
from muniment.errors import BadChoice
from muniment.library import Casebook


@get("/enter/{key:str}", sync_to_thread=False)
def enter(request: Request[Any, Any, Any], key: FromPath[str], door: NamedDependency[Door | None]) -> Redirect:
    """Opens the desk of one person, once."""
    if door is None or not door.opens(key):
        raise NotFoundException("this link was used, or is none: run `muniment desk` again")
    come_in(request, {"alone": door.by})
    return Redirect("/")


@get("/login", sync_to_thread=False)
def login() -> Template:
    """The form for a name and a password."""
    return Template("login.html", context={"name": "", "wrong": False})


@post("/login", sync_to_thread=True)
def log_in(
    request: Request[Any, Any, Any],
    casebook: NamedDependency[Casebook],
    attempts: NamedDependency[Attempts],
    data: Form,
) -> Redirect | Template:
    """Begins a session; raises `TooManyAttempts` after several that failed."""
    name, password = said_in(data, "name"), typed_in(data, "password")
    who = (name, request.client.host if request.client else "")
    attempts.begin(*who)
    account = workflow.log_in(casebook, name, password)
    if account is None:
        return Template("login.html", context={"name": name, "wrong": True}, status_code=401)
    attempts.succeeded(*who)
    come_in(request, {"name": account.name, "password": stamp(account)})
    return Redirect("/", status_code=303)


@post("/logout", sync_to_thread=False)
def log_out(request: Request[Any, Any, Any]) -> Redirect:
    """Ends the session."""
    request.clear_session()
    return Redirect("/login", status_code=303)


@get("/invited/{key:str}", sync_to_thread=True)
def invited(key: FromPath[str], casebook: NamedDependency[Casebook]) -> Template:
    """The form in which somebody who was invited sets a password."""
    token = workflow.found(casebook, key)
    if token is None or token.scopes:
        raise NotFoundException("this invitation was used, or is too old: ask for a new one")
    return Template("invited.html", context={"key": key, "name": token.account, "shortest": workflow.SHORTEST})


@post("/invited", sync_to_thread=True)
def accept(request: Request[Any, Any, Any], casebook: NamedDependency[Casebook], data: Form) -> Redirect:
    """Sets the password of somebody who was invited, and lets them in."""
    account = workflow.accept(casebook, said_in(data, "key"), typed_in(data, "password"))
    come_in(request, {"name": account.name, "password": stamp(account)})
    return Redirect("/", status_code=303)


@post("/language", sync_to_thread=False)
def speak(request: Request[Any, Any, Any], data: Form) -> Redirect:
    """Answers this browser in a language from now on; raises `BadChoice` for one that the desk does not speak."""
    wanted = said_in(data, "language")
    if wanted not in LANGUAGES:
        raise BadChoice("language", wanted, hint=", ".join(LANGUAGES))
    return Redirect(back_to(data, "/"), status_code=303, cookies=[remembered(request, COOKIE, wanted)])


HANDLERS = (enter, login, log_in, log_out, invited, accept, speak)
