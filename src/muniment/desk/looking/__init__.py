"""Looking: what the pages work out of all that somebody sees: lists, pairs, pictures over time and place."""
