"""Keys, sealing and the append-only record of a case. The format is docs/formats/vault.md.

Keys and times are arguments. Nothing here knows a database, a clock, a web framework, or what a record says.

    identity    a person's key pair, and how a passphrase, a recovery code (`recovery`) or a session locks it
    case_keys   the key of a case, epoch by epoch; sealing it to somebody
    record      the entries of a case: append, read, destroy (`entries`: one of them)
    notes       small values that change in place and are no part of the record
    files       files of any size, sealed in chunks
    tables      a bulk import as one sealed table
    store       sealed files on a disk
    canonical   one sequence of bytes for one JSON value
    primitives  the few constructions under all of these
"""
