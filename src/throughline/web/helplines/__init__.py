"""Helplines on this installation: their keys, their staff, and the ledgers that hold every word they keep."""
