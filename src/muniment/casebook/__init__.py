"""Where nouns are kept and nothing is overwritten."""
