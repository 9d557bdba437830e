"""Bring in exports from phones and mailboxes: read in memory, shown before they are kept."""
