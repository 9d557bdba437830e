"""The questions about danger, in the diary: answered when somebody likes, kept if they choose, and when to look again."""
