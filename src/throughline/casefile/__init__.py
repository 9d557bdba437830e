"""The portable case file (contract throughline-case/1): a folder, or a zip of one, that can leave the service.

`decoding` turns its JSON into domain values and lists every fault with its place; `bulk` reads a million communications
as columns; `reading`, `checking`, `beginning` and `intake` are what a person does with it; `writing` is the way back.
"""
