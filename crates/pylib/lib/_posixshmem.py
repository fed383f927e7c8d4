"""POSIX shared memory: files of the memory file system."""

import os as _os

_FOLDER = '/dev/shm'


def _path(path):
    name = _os.fsdecode(path).removeprefix('/')
    if '\0' in name:
        raise ValueError('embedded null character')
    if not name or '/' in name:
        raise OSError(22, _os.strerror(22))
    return f'{_FOLDER}/{name}'


def shm_open(path, flags, mode=0o777):
    """Open a shared memory object; return a file descriptor."""
    return _os.open(_path(path), flags | _os.O_CLOEXEC | _os.O_NOFOLLOW, mode)


def shm_unlink(path):
    """Remove the name of a shared memory object."""
    _os.unlink(_path(path))
