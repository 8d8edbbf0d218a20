"""Accounts of a desk that others reach: names, roles and hashed passwords in a file beside the ledger, sessions in memory."""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Literal

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from detente.errors import DeskError, NotAllowed, TooMany
from detente.in_place import in_place

Role = Literal["reader", "analyst", "admin"]

# Seconds that a session lasts, failed attempts for one name before it waits, and for how long.
SESSION, ATTEMPTS, WAIT = 12 * 3600, 8, 600
# Characters of a password at least (NIST SP 800-63B asks for 8 of one that a person chooses), and of a name at most.
PASSWORD, NAME = 10, 60


class ApiToken(msgspec.Struct, frozen=True):
    """A token for programs: what it is for, and the digest of it."""

    purpose: str
    digest: str


class Account(msgspec.Struct, frozen=True):
    """Who may come in: the hash of the password (Argon2id), and the tokens of their programs."""

    name: str
    role: Role
    hash: str
    tokens: tuple[ApiToken, ...] = ()


class Accounts:
    """The accounts in a file. `clock` counts seconds."""

    def __init__(self, file: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._file, self._clock = file, clock
        self._lock = Lock()
        self._hasher = PasswordHasher()
        self._sessions: dict[str, tuple[str, float]] = {}
        self._failed: dict[str, list[float]] = defaultdict(list)
        # Checked where a name is unknown, so that the answer takes as long.
        self._nobody = self._hasher.hash(secrets.token_hex())
        #: What the first admin shows to make the first account; None once there is one.
        self.key: str | None = None if self.all() else secrets.token_urlsafe(24)

    def all(self) -> tuple[Account, ...]:
        """The accounts, by name."""
        try:
            return tuple(msgspec.json.decode(self._file.read_bytes(), type=list[Account]))
        except FileNotFoundError:
            return ()
        except msgspec.DecodeError:
            raise DeskError(f"{self._file}: no accounts of detente. Move it away to begin anew.") from None

    def named(self, name: str) -> Account | None:
        """The account so called."""
        return next((a for a in self.all() if a.name == name), None)

    # Coming in

    def enter(self, name: str, password: str) -> str:
        """A new session; `NotAllowed` where name and password do not fit, `TooMany` after too many tries."""
        now = self._clock()
        with self._lock:
            tries = self._failed[name] = [t for t in self._failed[name] if t > now - WAIT]
            if len(tries) >= ATTEMPTS:
                raise TooMany("Too many tries; wait ten minutes.")
            tries.append(now)
        account = self.named(name)
        try:
            self._hasher.verify(account.hash if account else self._nobody, password)
        except VerificationError:
            account = None
        if account is None:
            raise NotAllowed("Name and password do not fit.")
        session = secrets.token_urlsafe(32)
        with self._lock:
            self._failed.pop(name, None)
            self._sessions = {s: held for s, held in self._sessions.items() if held[1] > now}
            self._sessions[session] = (name, now + SESSION)
        return session

    def of_session(self, session: str) -> Account | None:
        """Whose session it is; None where it is over."""
        name, until = self._sessions.get(session, ("", 0.0))
        return self.named(name) if until > self._clock() else None

    def leave(self, session: str) -> None:
        """End a session."""
        with self._lock:
            self._sessions.pop(session, None)

    def of_token(self, token: str) -> Account | None:
        """Whose program it is."""
        digest = _digest(token)
        return next((a for a in self.all() if any(t.digest == digest for t in a.tokens)), None)

    # Changing

    def begin(self, key: str, name: str, password: str) -> None:
        """Make the first account, an admin's; `NotAllowed` where the key is not the one that was printed."""
        if self.key is None or not secrets.compare_digest(key.encode(), self.key.encode()):
            raise NotAllowed("The key does not fit. It stands where the desk was started.")
        self.add(name, "admin", password)
        self.key = None

    def add(self, name: str, role: Role, password: str) -> None:
        """Make an account; `DeskError` where it cannot be."""
        if not 0 < len(name.strip()) <= NAME or self.named(name.strip()):
            raise DeskError(f"An account needs a name of its own, of at most {NAME} characters.")
        self._put(Account(name.strip(), role, self._hash(password)))

    def set_password(self, name: str, password: str) -> None:
        """Give an account another password; its sessions end."""
        self._put(msgspec.structs.replace(self._held(name), hash=self._hash(password)))
        with self._lock:
            self._sessions = {s: held for s, held in self._sessions.items() if held[0] != name}

    def remove(self, name: str) -> None:
        """Close an account; the last admin's stays."""
        left = [a for a in self.all() if a.name != self._held(name).name]
        if not any(a.role == "admin" for a in left):
            raise DeskError("The last admin cannot be removed.")
        self._write(left)

    def new_token(self, name: str, purpose: str) -> str:
        """A token for a program that works in somebody's name; it is told this once."""
        token = f"detente_{secrets.token_urlsafe(32)}"
        account = self._held(name)
        self._put(
            msgspec.structs.replace(
                account, tokens=(*account.tokens, ApiToken(purpose.strip()[:NAME], _digest(token)))
            )
        )
        return token

    def end_token(self, name: str, digest: str) -> None:
        """Let a token count no longer."""
        account = self._held(name)
        left = tuple(t for t in account.tokens if t.digest != digest)
        self._put(msgspec.structs.replace(account, tokens=left))

    def _held(self, name: str) -> Account:
        account = self.named(name)
        if account is None:
            raise DeskError(f"Nobody here is called “{name}”.")
        return account

    def _hash(self, password: str) -> str:
        if len(password) < PASSWORD:
            raise DeskError(f"A password has {PASSWORD} characters or more.")
        return self._hasher.hash(password)

    def _put(self, account: Account) -> None:
        self._write([*(a for a in self.all() if a.name != account.name), account])

    def _write(self, accounts: list[Account]) -> None:
        with self._lock, in_place(self._file) as out:
            os.chmod(out.fileno(), 0o600)
            out.write(msgspec.json.format(msgspec.json.encode(sorted(accounts, key=lambda a: a.name))))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
