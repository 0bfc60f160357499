"""Files become reports: formats are read, bytes are sealed, bad input is refused by name."""
