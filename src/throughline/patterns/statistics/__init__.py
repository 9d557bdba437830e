"""Chances and intervals for the inferences, on plain arrays: nothing here knows what a case is."""
