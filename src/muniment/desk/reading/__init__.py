"""Reading: a report with what was read in it, and what a person makes of that: seen, amended, entered."""
