"""What is kept is signed for and packed, so that a stranger can verify it with standard tools."""
