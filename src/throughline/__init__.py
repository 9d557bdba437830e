"""Throughline: what somebody records when they are not left alone, put together so that others can see it whole."""

__version__ = "0.1.0"
