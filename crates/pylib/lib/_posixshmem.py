"""POSIX shared memory: files of the memory file system."""

import contextlib as _contextlib
import os as _os

_FOLDER = '/dev/shm'


def _path(path):
    name = _os.fsdecode(path).removeprefix('/')
    if '\0' in name:
        raise ValueError('embedded null character')
    if not name or '/' in name:
        raise OSError(22, _os.strerror(22))
    return f'{_FOLDER}/{name}'


@_contextlib.contextmanager
def _named(path):
    """The file of an object; errors name the object."""
    try:
        yield _path(path)
    except OSError as problem:
        raise OSError(problem.errno, problem.strerror, path) from None


def shm_open(path, flags, mode=0o777):
    """Open a shared memory object; return a file descriptor."""
    with _named(path) as file:
        return _os.open(file, flags | _os.O_CLOEXEC | _os.O_NOFOLLOW, mode)


def shm_unlink(path):
    """Remove the name of a shared memory object."""
    with _named(path) as file:
        _os.unlink(file)
