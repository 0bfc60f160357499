"""Statements become counts: ranges with their unit, scope, rule and sources."""
