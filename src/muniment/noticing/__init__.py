"""Noticing: what an actor was told and showed, what was public, and what happened after, as voices say."""

from muniment.noticing.asking import around, concerning, noticed, told_first
from muniment.noticing.ground import Ground, both, to_its_reader

__all__ = ["Ground", "around", "both", "concerning", "noticed", "to_its_reader", "told_first"]
