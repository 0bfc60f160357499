"""Muniment reads reports and builds a record of who did what to whom, and who says so."""
