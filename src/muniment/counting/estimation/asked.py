"""What may be asked of estimates: the names of the models, and how they are to be made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Name = Literal["latent_class", "graphs", "log_linear", "chao"]
KNOWN: tuple[Name, ...] = get_args(Name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How estimates are to be made: interval level, seed, chains and draws kept of each."""

    level: float = 0.95
    seed: int = 1
    chains: int = 4
    keep: int = 10_000
