"""Statements become incidents: copies are found, tellings of one incident are joined."""
