"""The words of the format are fixed: a later version may add to them, and none may go or change."""

import pytest

from throughline.domain import vocabulary
from throughline.domain.vocabulary import BEHAVIOURS

OF_VERSION_1 = {
    "Jurisdiction": "england_wales scotland northern_ireland",
    "Relationship": "former_partner partner family friend colleague neighbour acquaintance client stranger unknown other",
    "IdentifierKind": "phone email handle vehicle address device withheld other",
    "PlaceKind": "home work study family route leisure online other",
    "MilestoneKind": "told_to_stop blocked relationship_ended moved changed_number reported_to_police police_spoke_to_them "
    "order_made order_ended court_hearing charged released post_published anniversary other",
    "OrderKind": "non_molestation restraining stalking_protection injunction bail undertaking other",
    "TermKind": "no_contact no_approach zone other",
    "Precision": "minute hour part_of_day day month unknown",
    "Attribution": "seen voice identifier told guess unknown",
    "Direction": "incoming outgoing unknown",
    "CommunicationKind": "message call missed_call voicemail email payment post reaction notice",
    "Channel": "sms mms phone whatsapp imessage telegram signal messenger instagram snapchat x email bank letter other",
}


@pytest.mark.parametrize(("name", "listed"), OF_VERSION_1.items())
def test_every_word_of_version_1_is_known(name: str, listed: str) -> None:
    assert set(listed.split()) <= set(vocabulary.words(getattr(vocabulary, name)))


def test_there_are_38_behaviours_and_each_name_stands_once() -> None:
    assert len(BEHAVIOURS) == len(set(BEHAVIOURS.values())) == 38
