

# What 3.12 has and the file above lacks.

def setprofile_all_threads(func):
    """Set a profile function for all threads, those that run and those to come."""
    setprofile(func)
    _sys._setprofileallthreads(func)


def settrace_all_threads(func):
    """Set a trace function for all threads, those that run and those to come."""
    settrace(func)
    _sys._settraceallthreads(func)


__all__ += ['setprofile_all_threads', 'settrace_all_threads']


def _shown_with(state):
    def __repr__(self):
        cls = type(self)
        return f"<{cls.__module__}.{cls.__qualname__} at {id(self):#x}: {state(self)}>"
    return __repr__


Semaphore.__repr__ = _shown_with(lambda self: f"value={self._value}")
BoundedSemaphore.__repr__ = _shown_with(lambda self: f"value={self._value}/{self._initial_value}")
Event.__repr__ = _shown_with(lambda self: "set" if self._flag else "unset")
Barrier.__repr__ = _shown_with(
    lambda self: "broken" if self.broken else f"waiters={self.n_waiting}/{self.parties}")
_RLock._recursion_count = lambda self: self._count if self._owner == get_ident() else 0
