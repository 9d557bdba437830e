"""Begin a diary of the service with the example in it, by the same actions that a person's own is made by.

    python examples/riverside/begin_diary.py build/example-diary

The folder is made where it is not there, and holds this one made-up diary. Prints how to sign in, each time it is called.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
WORD, PASSPHRASE = "riverside", "heron flowers bus stop"
THEM, PERSON = "Sam", "p1"
_PARTS = (("people", "person"), ("places", "place"), ("milestones", "milestone"), ("incidents", "incident"))


def main(folder: str) -> int:
    """Bring the folder up to date, put the example into it where nobody has a diary there yet, and say how to sign in."""
    os.environ["THROUGHLINE_DATA"] = folder
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughline.web.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    from throughline.web.accounts.models import Account

    account = Account.objects.order_by("pk").first()
    print("This is the example, Riverside. Everyone in it is made up. Do not write about yourself in it.")
    print(f"  user name:  {account.user_name if account else begin_riverside()}")
    print(f"  passphrase: {PASSPHRASE}", flush=True)
    return 0


def begin_riverside() -> str:
    """Sign up, photograph, write down, bring in: all of it or none. Gives the user name, which was drawn."""
    from django.db import transaction

    from throughline.web.cases.actions import record
    from throughline.web.cases.queries import open_case
    from throughline.web.exhibits.actions import add_exhibits
    from throughline.web.signing.actions import sign_up

    diary = json.loads((HERE / "diary" / "case.json").read_text("utf-8"))
    with transaction.atomic():
        new = sign_up(word=WORD, passphrase=PASSPHRASE)
        for exhibit in diary["exhibits"]:
            case = open_case(new.account, new.private)
            photograph = sealed(case, HERE / "diary" / exhibit["file"])
            add_exhibits(by=new.account, case=case, uploads=[photograph], description=exhibit["description"])
        record(by=new.account, case=open_case(new.account, new.private), changes=list(written(diary)))
        for path in sorted((HERE / "exports").iterdir()):
            bring_in(new.account, open_case(new.account, new.private), path)
    return new.account.user_name


def written(diary: dict[str, Any]) -> Iterator[Any]:
    """What is written down in the diary, as changes of the record."""
    from throughline.web.cases.state import Change

    yield Change("settings", "case", "recorded", {"jurisdiction": diary["jurisdiction"]})
    for part, kind in _PARTS:
        for value in diary[part]:
            yield Change(kind, value["id"], "recorded", value)  # type: ignore[arg-type]


def bring_in(account: Any, case: Any, path: Path) -> None:
    """An export of the phone, read from its sealed original."""
    from throughline.web.imports import jobs
    from throughline.web.imports.actions import begin_reading, keep_export
    from throughline.web.imports.reading import Told

    job = begin_reading(by=account, case=case, upload=sealed(case, path), kind="export")
    told = Told(**jobs.told_of(case.ring, job))
    keep_export(by=account, case=case, job=job, told=told, person=PERSON, them=THEM)


def sealed(case: Any, path: Path) -> Any:
    """A file as it lies once a browser has sent it."""
    from django.http import HttpRequest

    from throughline.web.cases.uploads import SealingUploads

    request = HttpRequest()
    request.open_case = case  # type: ignore[attr-defined]
    handler = SealingUploads(request)
    handler.new_file("file", path.name, None, None, None)
    handler.receive_data_chunk(path.read_bytes(), 0)
    return handler.file_complete(path.stat().st_size)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
