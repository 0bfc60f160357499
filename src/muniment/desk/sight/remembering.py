"""Remembering: what takes long to work out is kept, and worked out anew beside the pages when the record has changed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from threading import Lock, RLock
from time import perf_counter
from typing import Any, Generic, TypeVar
from weakref import WeakValueDictionary

T = TypeVar("T")

QUICK = 0.15
"""Seconds below which a person waits for the new state; above, the last one is shown and said to be that."""

MOST = 200
"""Results that are kept; those asked for longest ago go first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked(Generic[T]):
    """What was worked out, from which state of the record, and whether that is the present one."""

    value: T
    edition: int
    current: bool
    seconds: float


class Remembered:
    """Results by what was asked, for one process with many threads."""

    def __init__(self) -> None:
        self._held: OrderedDict[Hashable, Worked[Any]] = OrderedDict()
        self._busy: set[Hashable] = set()
        self._lock = RLock()
        self._making: WeakValueDictionary[Hashable, Lock] = WeakValueDictionary()
        self._begun: dict[Hashable, Future[Worked[Any]]] = {}
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="remembering")
        self._fresh = ThreadPoolExecutor(1, thread_name_prefix="working out")

    def get(self, key: Hashable, edition: int, make: Callable[[], T]) -> Worked[T]:
        """The result for a key at an edition of the record; an older one, marked so, where a new one takes long."""
        with self._lock:
            held = self._held.get(key)
            if held is not None:
                self._held.move_to_end(key)
                if held.edition == edition:
                    return Worked(value=held.value, edition=edition, current=True, seconds=held.seconds)
                if held.seconds > QUICK:
                    if key not in self._busy:
                        self._busy.add(key)
                        self._pool.submit(copy_context().run, self._again, key, edition, make)
                    return Worked(value=held.value, edition=held.edition, current=False, seconds=held.seconds)
            making = self._making.setdefault(key, Lock())
        with making:  # of many who ask at once, one works it out and the others wait for that
            with self._lock:
                held = self._held.get(key)
            if held is not None and held.edition == edition:
                return held
            return self._worked(key, edition, make)

    def soon(self, key: Hashable, edition: int, make: Callable[[], T]) -> Worked[T] | None:
        """As `get`; but where nothing is held and it takes long to make, it is made beside, and there is none yet."""
        with self._lock:
            known = key in self._held
        if known:
            return self.get(key, edition, make)
        with self._lock:
            self._begun = {one: future for one, future in self._begun.items() if one == key or not future.done()}
            future = self._begun.get(key)
            if future is None:
                future = self._begun[key] = self._fresh.submit(copy_context().run, self._worked, key, edition, make)
        try:
            return future.result(QUICK)
        except TimeoutError:
            return None

    def _worked(self, key: Hashable, edition: int, make: Callable[[], T]) -> Worked[T]:
        begun = perf_counter()
        made = Worked(value=make(), edition=edition, current=True, seconds=perf_counter() - begun)
        with self._lock:
            self._held[key] = made
            self._held.move_to_end(key)
            while len(self._held) > MOST:
                self._held.popitem(last=False)
        return made

    def _again(self, key: Hashable, edition: int, make: Callable[[], Any]) -> None:
        try:
            self._worked(key, edition, make)
        finally:
            with self._lock:
                self._busy.discard(key)
