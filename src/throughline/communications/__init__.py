"""Communications in bulk: the table they are kept in (polars), and who a party is.

A million imported messages are columns, not objects. `table` holds the columns and turns values into rows and back;
`parties` brings numbers and accounts into one form so that an export and a diary can be joined.
"""
