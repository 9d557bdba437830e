"""Safe while watched: is this device a safe place, what the way out does, locking at once, and what none of it can do."""
