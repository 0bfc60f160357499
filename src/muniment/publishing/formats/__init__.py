"""The formats that others read: each drops what it cannot say, and lists what it dropped and why."""
