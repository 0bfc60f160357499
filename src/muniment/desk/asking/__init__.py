"""Asking: what pages are asked, in their addresses and forms, and long answers a page at a time."""
