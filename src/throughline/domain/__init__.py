"""What we talk about, as frozen values that check themselves. Standard library only; may be imported by everything.

A `Case` is what a person has recorded: the people, places, milestones and incidents of it, and the exhibits that support
it. A `Communication` is one message or call read from an export. Times are kept as they were written (`WrittenTime`)
and understood as intervals (`Span`), because "about seven" and "some time in March" are answers too. A `Finding` is
one statement about a case with everything it rests on.
"""
