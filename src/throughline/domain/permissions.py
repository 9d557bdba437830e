"""Who may: what each role may do, by how the case stands to them. What the state must be besides is in `policies`.

A table and nothing else, so that it can be read by who answers for a helpline: `docs/reference/who-may.md` is printed from it.
What is not in it, nobody may.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Literal, get_args

Role = Literal["person", "adviser", "supervisor", "manager"]
Relation = Literal["own", "assigned", "consulted", "unassigned", "colleagues", "helpline", "elsewhere"]
Deed = Literal[
    "share", "withdraw", "message_helpline", "set_up_recovery", "take_back_recovery",
    "answer_conflict", "take_case", "break_glass",
    "open_case", "see_shared", "read_messages", "see_number", "write_note", "write_risk", "write_plan", "set_safe_contact",
    "give_advice", "message_person", "refer", "tell_without_consent", "look_at_told", "export", "confirm_address", "export_address", "ask_opinion",
    "assign", "close_case", "reopen_case", "see_account", "review",
    "see_queue", "take_call", "see_staff", "confirm_recovery", "release_half", "see_workload", "see_operations",
    "invite_staff", "approve_staff", "change_role", "end_staff", "change_helpline",
]  # fmt: skip

ROLES: Mapping[Role, str] = {
    "person": "the person whose case it is",
    "adviser": "an adviser",
    "supervisor": "a supervisor",
    "manager": "a manager: staff and settings of the helpline, and nothing that anybody wrote",
}
RELATIONS: Mapping[Relation, str] = {
    "own": "the person's own",
    "assigned": "given to them",
    "consulted": "somebody else's, who asked them for a second opinion",
    "unassigned": "in the queue, with nobody",
    "colleagues": "somebody else's, of the same helpline",
    "helpline": "no case: the helpline itself",
    "elsewhere": "of another helpline, or of nobody here",
}
DEEDS: Mapping[Deed, str] = {
    "share": "share with a helpline, and say what, for what and until when",
    "withdraw": "withdraw what was shared",
    "message_helpline": "write to the adviser",
    "set_up_recovery": "set up recovery with a helpline",
    "take_back_recovery": "take recovery with a helpline back",
    "answer_conflict": "say whether they know anybody in the case",
    "take_case": "take the case from the queue",
    "break_glass": "open somebody else's case in an emergency, with a reason",
    "open_case": "open the case: calls, notes, safe contact, plan",
    "see_shared": "see what the person shared",
    "read_messages": "read what the person and the adviser wrote to each other",
    "see_number": "see a number to dial",
    "write_note": "write a note",
    "write_risk": "write down what adds to the danger, with its reason",
    "write_plan": "write the safety plan and its actions",
    "set_safe_contact": "say how it is safe to reach the person",
    "give_advice": "write the summary of advice",
    "message_person": "write to the person",
    "refer": "refer to somebody else",
    "tell_without_consent": "write down that somebody was told without the person's consent",
    "look_at_told": "look at what was told without the person's consent, and say whether they may know of it",
    "export": "make a pack of what was shared",
    "confirm_address": "confirm an export that shows an address",
    "export_address": "make an export that shows an address",
    "ask_opinion": "ask a colleague for a second opinion",
    "assign": "give the case to somebody, or back to the queue",
    "close_case": "close the case",
    "reopen_case": "open a closed case again",
    "see_account": "see who opened, exported and noted what, and when: not the words",
    "review": "review the case by its times and codes, without the words",
    "see_queue": "see the queue: codes and times",
    "take_call": "take a call or a message, which begins a case of theirs",
    "see_staff": "see who works here",
    "confirm_recovery": "confirm that the caller is who asks for recovery",
    "release_half": "release the helpline's half to the one session that waits for it",
    "see_workload": "see how many cases each adviser has",
    "see_operations": "see counts of calls, waits and call-backs",
    "invite_staff": "make an invitation code",
    "approve_staff": "approve somebody who was invited: this seals the helpline's key to them",
    "change_role": "change a member's role",
    "end_staff": "end a member's access",
    "change_helpline": "change the helpline's settings",
}

CONTENT: frozenset[Deed] = frozenset(
    {
        "open_case", "see_shared", "read_messages", "see_number", "write_note", "write_risk", "write_plan", "set_safe_contact",
        "give_advice", "message_person", "refer", "tell_without_consent", "export", "export_address", "ask_opinion",
    }
)  # fmt: skip
"""What shows or adds to what somebody wrote or said."""

_EMERGENCY = CONTENT - {"refer", "export", "export_address", "ask_opinion"}
_ADVISER: Mapping[Relation, frozenset[Deed]] = {
    "assigned": CONTENT | {"answer_conflict", "confirm_address", "assign", "close_case", "reopen_case", "see_account"},
    "consulted": frozenset({"answer_conflict", "confirm_address", "open_case", "see_shared", "write_note"}),
    "unassigned": frozenset({"answer_conflict", "take_case"}),
    "colleagues": _EMERGENCY | {"answer_conflict", "confirm_address", "break_glass"},
    "helpline": frozenset({"see_queue", "take_call", "see_staff", "confirm_recovery", "release_half"}),
}
_OVERSIGHT: frozenset[Deed] = frozenset(
    {"answer_conflict", "assign", "reopen_case", "see_account", "review", "look_at_told"}
)
_STAFF: frozenset[Deed] = frozenset(
    {"see_staff", "see_workload", "see_operations", "invite_staff", "change_role", "end_staff"}
)
_SUPERVISOR: Mapping[Relation, frozenset[Deed]] = {
    **{relation: _ADVISER[relation] | _OVERSIGHT for relation in ("assigned", "consulted", "unassigned", "colleagues")},
    "helpline": _ADVISER["helpline"] | _STAFF | {"approve_staff", "change_helpline"},
}
_BY_ROLE: Mapping[Role, Mapping[Relation, frozenset[Deed]]] = {
    "person": {
        "own": frozenset(
            {
                "share", "withdraw", "message_helpline", "read_messages", "see_account", "set_safe_contact",
                "set_up_recovery", "take_back_recovery",
            }
        )
    },
    "adviser": _ADVISER,
    "supervisor": _SUPERVISOR,
    "manager": {"helpline": _STAFF | {"change_helpline"}},
}  # fmt: skip

MAY: Mapping[tuple[Role, Relation], frozenset[Deed]] = {
    (role, relation): _BY_ROLE[role].get(relation, frozenset())
    for role, relation in product(get_args(Role), get_args(Relation))
}
"""The whole table: every role and every relation, with what is allowed to them."""


def may(role: Role, relation: Relation, deed: Deed) -> bool:
    """Whether a role may ever do this, to a case that stands so to them."""
    return deed in MAY[role, relation]
