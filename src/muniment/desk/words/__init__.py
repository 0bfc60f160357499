"""Words: what the desk itself says, in the language of whoever reads it."""
