"""Estimation: how many nobody recorded, by multiple systems estimation, and what that assumes."""
