"""A case to findings: what looks trivial one by one, put together.

`chronology` lays incidents and communications out once; each module in `detectors/` says one kind of thing about them;
`engine` runs the listed detectors, keeps the inferences that stand together, and gives every finding its id.
"""
