"""A helpline's case as plain values: what an adviser writes, how a ledger adds up to a case, and the rules of the queue.

Pure: the standard library and `throughline.domain`. No clock is read: every moment is given, aware. Days and times of day are
those of `TIME_ZONE`. Nothing here is a score, and nothing says that somebody is safe.
"""
