"""Where nouns are kept and nothing is overwritten."""

from muniment.casebook.casebook import Casebook
from muniment.casebook.search import Hit

__all__ = ["Casebook", "Hit"]
