"""The evidence pack (docs/formats/pack.md): a case carried out so that a stranger can read it and check it.

`chronology` lays the rows out once; `table_file`, `page` and `document` show them as CSV, HTML and PDF; `bag` writes the
zip; `making` does all of it in order; `verify` is the verifier that also lies in every pack.
"""
