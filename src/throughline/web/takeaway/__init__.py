"""Take away: an evidence pack with a preview of what it reveals, the whole case as a case file, and a case file back in."""
