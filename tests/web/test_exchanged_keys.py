"""Whoever can write to the database cannot have anything sealed to a key of their own."""

from __future__ import annotations

import pytest

from people import new_person
from staff import new_helpline
from throughline.domain.errors import Tampered
from throughline.vault.identity import new_identity
from throughline.web.accounts.models import Account
from throughline.web.helplines import actions
from throughline.web.helplines.models import HelplineKey, LedgerRow, Role, StaffKey
from throughline.web.helplines.proofs import fingerprint
from throughline.web.sharing.actions import give
from throughline.web.sharing.models import Share

pytestmark = pytest.mark.django_db(transaction=True)


def test_nothing_is_shared_with_a_key_that_was_exchanged(someone):
    helpline, _supervisor = new_helpline()
    HelplineKey.objects.update(public_key=new_identity().public.raw)
    with pytest.raises(Tampered):
        give(
            by=someone.account, case=someone.case, helpline=helpline, parts={"diary"}, purpose="advice", ends_at=None,
        )  # fmt: skip
    assert not Share.objects.exists()
    assert not LedgerRow.objects.exists()


def test_nobody_is_let_in_with_a_key_that_was_exchanged():
    _helpline, supervisor = new_helpline()
    new = new_person("hazel")
    code = actions.invite(by=supervisor.desk, role=Role.ADVISER)
    staff = actions.join(by=new.account, public=new.private.public, code=code, known_as="Kit")
    Account.objects.filter(pk=new.account.pk).update(public_key=new_identity().public.raw)
    staff.refresh_from_db()
    with pytest.raises(Tampered):
        actions.let_in(by=supervisor.desk, staff=staff)
    assert not StaffKey.objects.filter(staff=staff).exists()


def test_two_keys_are_read_out_differently():
    one, other = (fingerprint(new_identity().public) for _ in range(2))
    assert one != other
    assert [len(group) for group in one.split()] == [4] * 6
