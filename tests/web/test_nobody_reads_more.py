"""Whatever happens in whatever order (sharing, withdrawing, ending, giving a case on, leaving, emergencies), nobody reads more than they may.

The actions and queries are the service's own, on a real database. Beside them a model in a few lines keeps what should be so; after
every step each member of staff tries to read everything, and has to get exactly what the model says. It is a second reading of the
rules: nothing of `domain.permissions` or `domain.policies` is used in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from people import Someone, new_person
from staff import Worker, new_helpline, new_worker
from throughline.domain.errors import MissingKey, NotAllowed
from throughline.web.cases.actions import record
from throughline.web.cases.queries import open_case
from throughline.web.cases.state import Change
from throughline.web.desk.letting_in import answer_conflict, take_case
from throughline.web.desk.models import HelplineCase
from throughline.web.desk.queries import OpenHelplineCase, open_helpline_case
from throughline.web.desk.standing import require
from throughline.web.helplines import actions as helplines
from throughline.web.helplines.access import Desk, desk_of
from throughline.web.helplines.models import Helpline, LedgerGrant, LedgerRow, Role, Staff
from throughline.web.shared_reading.access import visit
from throughline.web.sharing import actions as sharing
from throughline.web.sharing.models import Share
from throughline.web.sharing.queries import open_shared
from throughline.web.supervision import actions

WHY = "They are on the telephone and their adviser is away."
NAMES = ("robin", "kit", "lou", "max", "other")
PARTS = ("diary", "files")
who = st.sampled_from(("kit", "kit", "lou", "lou", "robin", "max", "other"))
whom = st.sampled_from(("kit", "lou", "robin", "max"))
terms = {
    "parts": st.sampled_from([{"diary"}, {"diary", "files"}, {"files"}]),
    "minutes": st.sampled_from([None, 30, 90]),
    "ignorant": st.sets(st.sampled_from(("kit", "lou", "robin")), min_size=1),
    "to": st.sampled_from(("kit", "kit", "lou", None)),
}
"""How a share begins: what and for how long, who then says that they know nobody in it, and who is given the case."""


@dataclass(frozen=True)
class World:
    """Somebody with a diary; a helpline with a supervisor, two advisers and a manager; and a supervisor of another helpline."""

    person: Someone
    helpline: Helpline
    workers: dict[str, Worker]


@dataclass
class Case:
    """What should be so of one share and its case."""

    id: str
    share: str
    content: str
    parts: frozenset[str]
    ends_at: datetime | None
    words: list[str]
    is_withdrawn: bool = False
    adviser: str | None = None
    knows: dict[str, bool] = field(default_factory=dict)
    emergencies: dict[str, datetime] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)

    def is_live(self, now: datetime) -> bool:
        return not self.is_withdrawn and (self.ends_at is None or now < self.ends_at)


@pytest.fixture
def world(transactional_db) -> World:
    helpline, robin = new_helpline()
    kit, lou = new_worker(robin), new_worker(robin, known_as="Lou")
    workers = {"robin": robin, "kit": kit, "lou": lou, "max": new_worker(robin, Role.MANAGER, "Max")}
    return World(new_person("willow"), helpline, {**workers, "other": new_helpline("Another Helpline")[1]})


class Helping(RuleBasedStateMachine):
    """The steps, in any order, by anybody."""

    world: World

    @initialize(**terms)
    def begin(self, **terms: Any) -> None:
        self.kept = transaction.atomic()
        self.kept.__enter__()
        self.now = datetime.now(UTC) + timedelta(seconds=1)
        self.roles = {"robin": "supervisor", "kit": "adviser", "lou": "adviser", "max": "manager"}
        self.stale = {name: self.desk(name) for name in NAMES}
        self.cases: list[Case] = []
        self.entries = 0
        self.write_in_diary()
        self.share(**terms)

    def teardown(self) -> None:
        if hasattr(self, "kept"):
            transaction.set_rollback(True)
            self.kept.__exit__(None, None, None)

    # --- what the steps use

    def desk(self, name: str) -> Desk | None:
        someone = self.world.workers[name].someone
        return desk_of(someone.account, someone.private)

    def staff(self, name: str) -> Staff:
        return Staff.objects.get(account=self.world.workers[name].someone.account)

    def at(self, name: str, case: Case) -> tuple[Desk, OpenHelplineCase]:
        """A member of staff and the case, as far as they get to it at all."""
        desk = self.desk(name)
        if desk is None:
            raise NotAllowed("out", rule="standing")
        return desk, open_helpline_case(desk, case.id)

    def tried(self, step: Any) -> bool:
        try:
            with transaction.atomic():
                step()
        except (NotAllowed, MissingKey, HelplineCase.DoesNotExist):
            return False
        return True

    def works(self, name: str) -> bool:
        return self.roles.get(name) in ("adviser", "supervisor")

    def opens(self, name: str, case: Case) -> bool:
        """Whether somebody should get to a case now."""
        is_theirs = case.adviser == name or name in case.asked.values()
        is_emergency = case.adviser is not None and name in case.emergencies and self.now < case.emergencies[name]
        return self.works(name) and case.knows.get(name) is False and (is_theirs or is_emergency)

    # --- the person

    @precondition(lambda self: len(self.cases) < 2 and not any(it.is_live(self.now) for it in self.cases))
    @rule(**terms)
    def share_again(self, **terms: Any) -> None:
        self.share(**terms)

    def share(self, parts: set[Any], minutes: int | None, ignorant: set[str], to: str | None) -> None:
        person = self.world.person
        ends = None if minutes is None else self.now + timedelta(minutes=minutes)
        given = sharing.give(
            by=person.account, case=person.case, helpline=Helpline.objects.get(pk=self.world.helpline.pk), parts=parts, purpose="advice",
            ends_at=ends, called="Ash",
        )  # fmt: skip
        self.now = max(self.now, given.begins_at)
        row = HelplineCase.objects.get(share=given)
        words = self.in_diary() if "diary" in parts else []
        self.cases.append(Case(row.pk, given.pk, str(given.content_id), frozenset(parts), ends, words))
        for name in sorted(ignorant):
            self.say_whether_they_know_anybody(name, False)
        self.give_on("robin", to)

    def in_diary(self) -> list[str]:
        return [f"entry number {number}" for number in range(self.entries)]

    @rule()
    def write_in_diary(self) -> None:
        person, id = self.world.person, f"i{self.entries}"
        value = {"id": id, "account": f"entry number {self.entries}", "occurred": {"precision": "unknown"}}
        change = Change("incident", id, "recorded", value, {})
        record(by=person.account, case=open_case(person.account, person.private), changes=[change], now=self.now)
        for case in self.cases:
            if case.is_live(self.now) and "diary" in case.parts:
                case.words.append(f"entry number {self.entries}")
        self.entries += 1

    @precondition(lambda self: self.cases)
    @rule()
    def withdraw(self) -> None:
        case = self.cases[-1]
        sharing.withdraw(
            by=self.world.person.account, case=self.world.person.case, share=Share.objects.get(pk=case.share)
        )
        case.is_withdrawn = True

    @rule(minutes=st.sampled_from([1, 20, 59, 60, 61, 200]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def the_service_clears_up(self) -> None:
        sharing.end_shares(now=self.now)
        for case in self.cases:
            case.is_withdrawn = case.is_withdrawn or not case.is_live(self.now)

    # --- the desk

    @precondition(lambda self: self.cases)
    @rule(name=who, knows=st.booleans())
    def say_whether_they_know_anybody(self, name: str, knows: bool) -> None:
        case = self.cases[-1]
        may = self.works(name) and not case.knows.get(name)
        assert may == self.tried(lambda: self._answers(name, case, knows))
        if may:
            case.knows[name] = knows
            case.adviser = None if knows and case.adviser == name else case.adviser
        if may and knows:  # whoever said so tries every way round it at once
            self.say_whether_they_know_anybody(name, False)
            self.give_on("robin", name)
            self.open_in_an_emergency(name)

    def _answers(self, name: str, case: Case, knows: bool) -> None:
        desk, opened = self.at(name, case)
        answer_conflict(by=desk, case=opened, knows_somebody=knows)

    @precondition(lambda self: self.cases)
    @rule(name=who)
    def take(self, name: str) -> None:
        case = self.cases[-1]

        def step() -> None:
            desk, opened = self.at(name, case)
            take_case(by=desk, case=opened)

        is_asked = name in case.asked.values()
        may = self.works(name) and case.adviser is None and not case.knows.get(name) and not is_asked
        assert may == self.tried(step)
        case.adviser = name if may else case.adviser

    @precondition(lambda self: self.cases)
    @rule(name=who, to=whom | st.none())
    def give_on(self, name: str, to: str | None) -> None:
        case = self.cases[-1]

        def step() -> None:
            desk, opened = self.at(name, case)
            actions.assign(by=desk, case=opened, to=to and self.staff(to), now=self.now)

        may = (
            self.roles.get(name) == "supervisor" or (self.works(name) and case.adviser == name)
        ) and not case.knows.get(name)
        may = may and (to is None or (self.works(to) and not case.knows.get(to)))
        assert may == self.tried(step)
        case.adviser = to if may else case.adviser

    @precondition(lambda self: self.cases)
    @rule(name=who)
    def open_in_an_emergency(self, name: str) -> None:
        case = self.cases[-1]

        def step() -> None:
            desk, opened = self.at(name, case)
            actions.break_glass(by=desk, case=opened, reason=WHY, now=self.now)

        is_theirs = case.adviser == name or name in case.asked.values()
        may = self.works(name) and case.adviser is not None and not is_theirs and not case.knows.get(name)
        assert may == self.tried(step)
        if may:
            case.emergencies[name] = self.now + timedelta(hours=1)

    @precondition(lambda self: self.cases)
    @rule(name=who)
    def close_after_an_emergency(self, name: str) -> None:
        case = self.cases[-1]

        def step() -> None:
            desk, opened = self.at(name, case)
            actions.end_glass(by=desk, case=opened, now=self.now)

        if self.tried(step):
            case.emergencies.pop(name, None)

    @precondition(lambda self: self.cases)
    @rule(name=who, of=whom)
    def ask_for_an_opinion(self, name: str, of: str) -> None:
        case = self.cases[-1]
        assume(name != of)

        def step() -> None:
            desk, opened = self.at(name, case)
            actions.ask_opinion(by=desk, case=opened, of=self.staff(of), question="What do you think?", now=self.now)

        may = self.opens(name, case) and case.adviser == name and self.works(of) and not case.knows.get(of)
        assert may == self.tried(step)
        if may:
            case.asked[self._newest(case)] = of

    def _newest(self, case: Case) -> str:
        return str(
            actions.Visit.objects.filter(case=case.id, kind="opinion")
            .exclude(pk__in=list(case.asked))
            .get(ends_at=None)
            .pk
        )

    @precondition(lambda self: self.cases and self.cases[-1].asked)
    @rule(name=who, data=st.data())
    def give_an_opinion(self, name: str, data: Any) -> None:
        case = self.cases[-1]
        id = data.draw(st.sampled_from(sorted(case.asked)))

        def step() -> None:
            desk, opened = self.at(name, case)
            actions.answer_opinion(by=desk, case=opened, id=id, answer="I would wait.", now=self.now)

        may = case.asked[id] == name and self.opens(name, case)
        assert may == self.tried(step)
        if may:
            del case.asked[id]

    @precondition(lambda self: self.roles.get("robin") == "supervisor")
    @rule(name=st.sampled_from(["kit", "lou", "max"]))
    def leave(self, name: str) -> None:
        desk = self.desk("robin")
        assert desk is not None
        if name in self.roles:
            helplines.end_staff(by=desk, staff=self.staff(name))
            self._is_out(name)

    @rule(name=st.sampled_from(["kit", "lou"]))
    def become_a_manager(self, name: str) -> None:
        desk = self.desk("robin")
        assert desk is not None
        if self.works(name):
            helplines.change_role(by=desk, staff=self.staff(name), role=Role.MANAGER)
            self._is_out(name)
            self.roles[name] = "manager"

    def _is_out(self, name: str) -> None:
        del self.roles[name]
        for case in self.cases:
            case.adviser = None if case.adviser == name else case.adviser

    # --- what has to be so after every step

    @invariant()
    def what_was_taken_back_is_gone_with_its_key(self) -> None:
        gone = [it.content for it in getattr(self, "cases", []) if it.is_withdrawn]
        assert not LedgerRow.objects.filter(pk__in=gone).exists()
        assert not LedgerGrant.objects.filter(pk__in=gone).exists()

    @invariant()
    def everybody_reads_what_they_may_and_nothing_more(self) -> None:
        for case in getattr(self, "cases", []):
            for name in NAMES:
                opens = self.opens(name, case)
                assert self.can(name, case, "open_case") == opens, (name, "open_case")
                for part in PARTS:
                    may = opens and case.is_live(self.now) and part in case.parts
                    assert self.can(name, case, "see_shared", part) == may, (name, part)
                self.reads(name, case, may=opens and case.is_live(self.now))

    def can(self, name: str, case: Case, deed: Any, part: Any = None) -> bool:
        def step() -> None:
            desk, opened = self.at(name, case)
            if deed == "see_shared":
                visit(desk, opened, self.now, part=part)
            else:
                require(deed, desk, opened, self.now)

        return self.tried(step)

    def reads(self, name: str, case: Case, *, may: bool) -> None:
        """What comes out of the ledger of what is shared: for whoever may, what was shared and no more; and once a share is over
        nothing, even with the keys that somebody had at the beginning."""
        share = Share.objects.get(pk=case.share)
        if may:
            desk = self.desk(name)
            assert desk is not None
            shared = open_shared(desk, share, self.now)
            assert sorted(it.account for it in shared.case.incidents) == sorted(case.words)
        for desk in (self.stale[name], self.desk(name)):
            if desk is not None and (desk.helpline != share.helpline or not case.is_live(self.now)):
                with pytest.raises((MissingKey, Share.DoesNotExist)):
                    open_shared(desk, share, self.now)


def test_in_no_order_of_steps_does_anybody_read_what_they_may_not(world):
    steps = type("Steps", (Helping,), {"world": world})
    run_state_machine_as_test(
        steps,
        settings=settings(
            max_examples=30,
            stateful_step_count=15,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
