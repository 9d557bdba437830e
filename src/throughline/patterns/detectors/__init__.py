"""One module a kind of finding. Each has `KIND`, `RULE` and `detect(chronology)`, which is pure and needs no clock."""
