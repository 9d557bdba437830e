"""The guidance for anybody to read: no account, no cookie, no JavaScript, and nothing kept of who read what.

`leaves` turns what the content holds into pages, `listing` puts them in order, `finding` searches them, `checking` asks the
self-check, `forms_of` gives each page as JSON and as plain text, and `same_for_all` keeps rendered pages in memory.
"""
