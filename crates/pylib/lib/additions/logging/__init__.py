

# What 3.12 has and the file above lacks: other packages hold the module's lock, too.

def _acquireLock():
    """Takes the lock that guards what the module shares; `_releaseLock` gives it back."""
    _lock.acquire()


def _releaseLock():
    _lock.release()
