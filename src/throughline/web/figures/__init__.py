"""Figures: people agree to be counted, sealed slips wait for the end of a quarter, and what is published then stands here."""
