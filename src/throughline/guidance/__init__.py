"""What can be done: what to do about each behaviour, law, risk, next steps and legal elements, as words and facts in data
files with their sources.

`content/` holds the words; `entry`, `pages` and `schema` say what they are made of, `wording` which Markdown a page may use;
`load` and `page_files` read and check every file. `record` lays a case out for the rules, `triage` gives the next steps and
`elements` what may help show each part of a legal route. `review` lists what must be looked at again. Nothing here looks at a
clock: what is past its review date is for whoever shows it to say.
"""
