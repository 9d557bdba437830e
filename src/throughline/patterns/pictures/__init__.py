"""Pictures of findings, drawn as SVG for the pages and for the pack, each with the same as a table."""
