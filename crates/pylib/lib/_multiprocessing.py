"""Semaphores that processes share which were forked from one another.

What is counted lies in a pipe, as one record, and only while it is more than zero: so a process waits
for it by waiting for the pipe. A second pipe holds one byte, the right to change the record.
"""

import os
import select
import struct
import threading
import time

_RECURSIVE, _COUNTING = 0, 1
_RECORD = struct.Struct("=Q")


class SemLock:
    """A semaphore, or a lock that its owner may take again.

    kind 0 is the lock, kind 1 the semaphore; name is kept for show.
    """

    SEM_VALUE_MAX = 0x7FFF_FFFF

    def __init__(self, kind, value, maxvalue, name, unlink):
        if kind not in (_RECURSIVE, _COUNTING):
            raise ValueError("unrecognized kind")
        if not 0 <= value <= maxvalue <= self.SEM_VALUE_MAX:
            raise ValueError("invalid value")
        self.kind = kind
        self.maxvalue = maxvalue
        self.name = None if unlink else name
        self._held = 0
        self._owner = None
        self._units, self._put = _pipe()
        self._turn, self._give = _pipe()
        self.handle = self._units
        os.write(self._give, b"!")
        self._store(value)

    def __del__(self):
        for fd in vars(self).get("_units"), self._put, self._turn, self._give:
            os.close(fd)

    @classmethod
    def _rebuild(cls, handle, kind, maxvalue, name):
        raise NotImplementedError("a semaphore is shared with forked processes only")

    def acquire(self, block=True, timeout=None):
        """Takes a unit; whether there was one in time."""
        if self.kind == _RECURSIVE and self._is_mine():
            self._held += 1
            return True
        end = None if timeout is None else time.monotonic() + max(timeout, 0)
        while not self._take():
            left = None if end is None else end - time.monotonic()
            if not block or (left is not None and left <= 0):
                return False
            select.select([self._units], [], [], left)
        self._held += 1
        self._owner = threading.get_ident()
        return True

    def release(self):
        """Gives a unit back."""
        if self.kind == _RECURSIVE:
            if not self._is_mine():
                raise AssertionError("attempt to release recursive lock not owned by thread")
            if self._held > 1:
                self._held -= 1
                return
        with _Turn(self):
            value = self._load()
            full = value >= self.maxvalue
            self._store(value if full else value + 1)
        if full:
            raise ValueError("semaphore or lock released too many times")
        self._held -= 1

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *raised):
        self.release()

    def _take(self):
        with _Turn(self):
            value = self._load()
            self._store(max(value - 1, 0))
        return value > 0

    def _load(self):
        try:
            return _RECORD.unpack(os.read(self._units, _RECORD.size))[0]
        except BlockingIOError:
            return 0

    def _store(self, value):
        if value > 0:
            os.write(self._put, _RECORD.pack(value))

    def _count(self):
        return self._held

    def _is_mine(self):
        return self._held > 0 and self._owner == threading.get_ident()

    def _get_value(self):
        with _Turn(self):
            value = self._load()
            self._store(value)
        return value

    def _is_zero(self):
        return self._get_value() == 0

    def _after_fork(self):
        self._held = 0


class _Turn:
    """The right to change the record of a semaphore."""

    def __init__(self, semaphore):
        self._from, self._to = semaphore._turn, semaphore._give

    def __enter__(self):
        while True:
            try:
                return os.read(self._from, 1)
            except BlockingIOError:
                select.select([self._from], [], [])

    def __exit__(self, *raised):
        os.write(self._to, b"!")


def _pipe():
    ends = os.pipe()
    os.set_blocking(ends[0], False)
    return ends


def sem_unlink(name):
    """Semaphores of this kind leave nothing behind."""
