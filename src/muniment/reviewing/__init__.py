"""Reviewing: what a person should see next, what awaits whom, and how far readers agree."""

from __future__ import annotations

from muniment.reviewing.awaiting import Awaited, awaits, chosen, shown
from muniment.reviewing.ordering import Reason, reasons, urgency

__all__ = ["Awaited", "Reason", "awaits", "chosen", "reasons", "shown", "urgency"]
