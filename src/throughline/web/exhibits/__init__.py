"""Evidence: the exhibits of a case, each a sealed original that stays as it came."""
