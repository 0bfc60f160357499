"""Speed and accuracy, apart from the tests."""
