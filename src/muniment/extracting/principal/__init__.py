"""The principal incident: what a report is mainly about, chosen by small trained weights over what was read."""
