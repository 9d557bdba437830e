"""Forms of the desk: one for each kind of value of a case, made from the value's own fields, and that of a call."""
