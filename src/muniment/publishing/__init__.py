"""The record becomes something a person can open: a page, tables, JSON Lines."""
