"""Bytes of an export to communications and problems.

One folder a format, one explicit list of them (`listing`). An importer is two functions: does this look like mine, and
read it. What it yields: a `Communication`, a whole table of them (polars, columns of `communications.table.SCHEMA`), or a
`Problem` for an item that cannot be read. Every item of the source is exactly one of these; nothing is dropped.
"""
