"""A helpline with people at its desk, for tests of the service."""

from __future__ import annotations

from dataclasses import dataclass

from django.test import Client

from people import PASSPHRASE, Someone, new_person
from throughline.web.helplines import actions
from throughline.web.helplines.access import Desk, desk_of
from throughline.web.helplines.models import Helpline, Role, Staff


@dataclass(frozen=True)
class Worker:
    """Somebody of a helpline's staff, with a browser that is signed in."""

    someone: Someone

    @property
    def desk(self) -> Desk:
        """Their desk as it is now."""
        found = desk_of(self.someone.account, self.someone.private)
        assert found is not None
        return found

    @property
    def staff(self) -> Staff:
        """Their row as it is now."""
        return Staff.objects.get(account=self.someone.account)

    @property
    def browser(self) -> Client:
        """Their browser."""
        return self.someone.browser


def new_helpline(name: str = "The Example Helpline") -> tuple[Helpline, Worker]:
    """A helpline with its first supervisor."""
    helpline, code = actions.found_helpline(name=name)
    first = new_person("willow")
    actions.join(by=first.account, public=first.private.public, code=code, known_as="Robin")
    helpline.refresh_from_db()
    return helpline, Worker(first)


def new_worker(supervisor: Worker, role: Role = Role.ADVISER, known_as: str = "Kit") -> Worker:
    """Somebody who was invited, joined and was let in."""
    code = actions.invite(by=supervisor.desk, role=role)
    person = new_person("hazel")
    staff = actions.join(by=person.account, public=person.private.public, code=code, known_as=known_as)
    actions.let_in(by=supervisor.desk, staff=staff)
    return Worker(person)


__all__ = ["PASSPHRASE", "Worker", "new_helpline", "new_worker"]
