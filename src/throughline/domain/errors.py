"""Every error that Throughline raises on purpose.

    ThroughlineError            exit code 2: the input or the call is wrong
    ├── InputError              what was given cannot be used
    │   ├── UnknownFormat       no importer knows this file
    │   ├── NotAllowed          whoever asks may not do this, or not as things stand
    │   ├── Question            the file does not settle something; only the person can (date order)
    │   └── HostileInput        refused because reading it could do harm (zip bombs, entities, path tricks)
    ├── CaseFileError           a case file is not as contract `throughline-case/1` says
    ├── NothingReadable         exit code 1: the file is of a known kind, but nothing in it can be read
    ├── PackError               exit code 2: not a pack, or a pack cannot be written
    ├── NotNow                  the service will do it, but later
    │   ├── TooManyTries        somebody may be guessing a secret
    │   └── Busy                too much is under way at this moment
    └── VaultError              something cannot be sealed, opened or kept
        ├── WrongSecret         a passphrase, recovery code or session does not open the key
        ├── MissingKey          the key that sealed it is not here
        ├── MissingFile         the store holds no such file
        └── Tampered            what is stored is not what was sealed, or it stands in another place
            └── RolledBack      an older state of a record was put in the place of a newer one

Each message is one plain sentence or two: what is wrong, where, and what to do. No message holds words a person wrote.
"""

from __future__ import annotations


class ThroughlineError(Exception):
    """The base of all our errors. `code` is stable and may be matched; the message is for people."""

    exit_code = 2

    def __init__(self, message: str, *, code: str = "E_INPUT") -> None:
        super().__init__(message)
        self.message = message
        self.code = code


class InputError(ThroughlineError):
    """What was given cannot be used as it is."""


class UnknownFormat(InputError):
    """No importer recognises the file."""

    def __init__(self, message: str) -> None:
        super().__init__(message, code="E_UNKNOWN_FORMAT")


class NotAllowed(InputError):
    """Whoever asks may not do this, or not as things stand. `rule` is the one that says so (`domain.policies`)."""

    def __init__(self, message: str, *, rule: str) -> None:
        super().__init__(message, code="E_NOT_ALLOWED")
        self.rule = rule


class Question(InputError):
    """The file does not settle something, and guessing would put evidence on the wrong day."""


class HostileInput(InputError):
    """Reading this could harm the reader: it is refused whole."""


class CaseFileError(ThroughlineError):
    """A case file breaks its format. `wrongs` lists each fault as (place, sentence)."""

    def __init__(self, message: str, wrongs: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(message, code="E_CASE_FILE")
        self.wrongs = wrongs


class NothingReadable(ThroughlineError):
    """The kind of file is known, but it holds nothing that can be read."""

    exit_code = 1

    def __init__(self, message: str) -> None:
        super().__init__(message, code="E_NOTHING_READABLE")


class PackError(ThroughlineError):
    """Something is not an evidence pack, or a pack cannot be written."""

    def __init__(self, message: str) -> None:
        super().__init__(message, code="E_PACK")


class NotNow(ThroughlineError):
    """The service will do it, but not at this moment. `seconds` is how long to wait."""

    def __init__(self, message: str, *, seconds: int, code: str) -> None:
        super().__init__(message, code=code)
        self.seconds = seconds


class TooManyTries(NotNow):
    """So many tries at a secret came that somebody may be guessing it."""

    def __init__(self, seconds: int) -> None:
        super().__init__("There were too many tries. Wait, then try again.", seconds=seconds, code="E_TOO_MANY_TRIES")


class Busy(NotNow):
    """As much as there is memory for is under way already."""

    def __init__(self) -> None:
        super().__init__("Too many people come in at this moment. Try again.", seconds=10, code="E_BUSY")


class VaultError(ThroughlineError):
    """Something cannot be sealed, opened or kept. No message holds what was sealed, a key or a secret."""

    def __init__(self, message: str, *, code: str = "E_VAULT") -> None:
        super().__init__(message, code=code)


class WrongSecret(VaultError):
    """A passphrase, a recovery code or a session does not open the key."""

    def __init__(self, message: str, *, code: str = "E_WRONG_SECRET") -> None:
        super().__init__(message, code=code)


class MissingKey(VaultError):
    """The key that sealed something is not among those at hand."""

    def __init__(self, message: str) -> None:
        super().__init__(message, code="E_MISSING_KEY")


class MissingFile(VaultError):
    """The store holds no file of this id."""

    def __init__(self, message: str) -> None:
        super().__init__(message, code="E_MISSING_FILE")


class Tampered(VaultError):
    """What is stored is not what was sealed, or it stands where something else was."""

    def __init__(self, message: str, *, code: str = "E_TAMPERED") -> None:
        super().__init__(message, code=code)


class RolledBack(Tampered):
    """An older state of a record stands in the place of a newer one."""

    def __init__(self, message: str) -> None:
        super().__init__(message, code="E_ROLLED_BACK")
