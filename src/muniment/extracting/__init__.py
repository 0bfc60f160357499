"""Reports become statements: what is said to have been done, by whom, to whom, and who says so."""
