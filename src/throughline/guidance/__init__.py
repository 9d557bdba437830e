"""What can be done: law, risk, next steps and legal elements, as words and facts in data files with their sources.

`content/` holds the words, `schema` says what an entry is, `load` reads and checks every file, `record` lays a case out
for the rules, `triage` gives the next steps and `elements` what may help show each part of a legal route. Nothing here
looks at a clock: what is past its review date is for whoever shows it to say.
"""
