"""Supervision: whose case it is, second opinions, emergencies, and reading quality without reading people's words."""
