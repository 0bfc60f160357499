"""Sight: the record in memory, and what of it somebody may see; the one place where visibility is enforced."""
