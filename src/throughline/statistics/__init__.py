"""Figures that protect people: a case into a few codes, codes into counts, and counts into numbers that can be published."""
