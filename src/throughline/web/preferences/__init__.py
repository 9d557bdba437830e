"""Settings of a case: where it happened, its time zone, and the initials on new exhibits."""
