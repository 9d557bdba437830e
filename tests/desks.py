"""A helpline at work, for tests of the desk: a call that was taken and ended, and the case that it became."""

from __future__ import annotations

from throughline.casework.state import State
from throughline.web.desk.queries import open_helpline_case
from throughline.web.desk.standing import told

WORDS = "He was outside with a yellow umbrella."
SAFE = {
    "call": "yes",
    "number": "07700 900123",
    "any_time": "yes",
    "voicemail": "no",
    "if_somebody_else": "the dentist",
}


def take_call(worker, **typed: str) -> str:
    """Take a call and end it; gives the id of its case."""
    address = worker.browser.post("/desk/calls/new/", {"do": "begin"})["Location"]
    said = {"do": "finish", "told": WORDS, "went": "through", "speaker": "client", "knows": "no", "name": "Sam", **SAFE}
    assert worker.browser.post(address, {**said, **typed}).status_code == 302
    return address.split("/")[3]


def state_of(worker, case_id: str) -> State:
    """What the ledger of a case says."""
    return told(open_helpline_case(worker.desk, case_id))
