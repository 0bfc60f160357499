"""A dossier is made fit for those who will read it: what may be told, under which names, how near, in which words."""

from __future__ import annotations

from muniment.publishing.protecting.profile import PROFILES, WORKING, Profile, profile_of
from muniment.publishing.protecting.protecting import Protected, protected

__all__ = ["PROFILES", "WORKING", "Profile", "Protected", "profile_of", "protected"]
