"""Tracebacks on demand: of all threads, after a time, on a signal. A crash of the machine ends the process at once,
so what `enable` asks for happens only if a fault arrives as a Python signal."""

import signal as _signal
import sys
import threading as _threading

_FAULTS = [getattr(_signal, name) for name in ("SIGABRT", "SIGBUS", "SIGFPE", "SIGILL", "SIGSEGV")
           if hasattr(_signal, name)]
_enabled = None
_timer = None
_registered = {}

# Frames and threads that are shown at most.
_MOST_FRAMES = 100
_MOST_THREADS = 100


def _descriptor(file):
    """The number of a file's descriptor, its buffer flushed."""
    if file is None:
        file = sys.stderr
        if file is None:
            raise RuntimeError("sys.stderr is None")
    if isinstance(file, int):
        if file < 0:
            raise ValueError("file is not a valid file descripter")
        return file
    number = file.fileno()
    file.flush()
    return number


def _shown(frame):
    lines = []
    while frame is not None and len(lines) < _MOST_FRAMES:
        code = frame.f_code
        lines.append(f'  File "{code.co_filename}", line {frame.f_lineno} in {code.co_name}\n')
        frame = frame.f_back
    return "".join(lines) + ("  ...\n" if frame is not None else "")


def _report(frame, all_threads):
    """The text of the traceback that begins at a frame, and those of the other threads."""
    if not all_threads:
        return "Stack (most recent call first):\n" + _shown(frame)
    own = _threading.get_ident()
    parts = []
    for ident, other in list(sys._current_frames().items())[:_MOST_THREADS]:
        current = ident == own
        head = "Current thread" if current else "Thread"
        parts.append((current, f"{head} {ident:#018x} (most recent call first):\n" + _shown(frame if current else other)))
    return "\n".join(text for _, text in sorted(parts, key=lambda part: part[0]))


def _write(descriptor, text):
    import os
    os.write(descriptor, text.encode("ascii", "backslashreplace"))


def dump_traceback(file=None, all_threads=True):
    """Write the traceback of the current thread, or of all of them, to a file."""
    _write(_descriptor(file), _report(sys._getframe(1), all_threads))


def enable(file=None, all_threads=True):
    """Have tracebacks written when a fault arrives as a signal."""
    global _enabled
    descriptor = _descriptor(file)

    def fault(number, frame):
        name = _signal.strsignal(number)
        _write(descriptor, f"Fatal Python error: {name}\n\n" + _report(frame, all_threads))
        _signal.signal(number, _signal.SIG_DFL)
        _signal.raise_signal(number)

    disable()
    _enabled = {number: _signal.signal(number, fault) for number in _FAULTS} \
        if _threading.current_thread() is _threading.main_thread() else {}


def disable():
    """Undo `enable`; whether it was in force."""
    global _enabled
    before, _enabled = _enabled, None
    for number, handler in (before or {}).items():
        _signal.signal(number, handler if handler is not None else _signal.SIG_DFL)
    return before is not None


def is_enabled():
    """Whether `enable` is in force."""
    return _enabled is not None


def dump_traceback_later(timeout, repeat=False, file=None, exit=False):
    """Write the tracebacks of all threads after so many seconds, once or again and again."""
    global _timer
    if timeout <= 0:
        raise ValueError("timeout must be greater than 0")
    descriptor = _descriptor(file)
    cancel_dump_traceback_later()
    stop = _threading.Event()

    def wait():
        while not stop.wait(timeout):
            hours, rest = divmod(int(timeout), 3600)
            _write(descriptor, f"Timeout ({hours}:{rest // 60:02}:{rest % 60:02})!\n" + _report(sys._getframe(), True))
            if exit:
                import os
                os._exit(1)
            if not repeat:
                break

    thread = _threading.Thread(target=wait, daemon=True)
    thread.start()
    _timer = stop, thread


def cancel_dump_traceback_later():
    """Undo `dump_traceback_later`."""
    global _timer
    before, _timer = _timer, None
    if before is not None:
        stop, thread = before
        stop.set()
        # Its own traceback would stand in later reports.
        thread.join()


def register(signum, file=None, all_threads=True, chain=False):
    """Have tracebacks written when a signal arrives."""
    if signum in _FAULTS:
        raise RuntimeError(f"signal {int(signum)} cannot be registered, use enable() instead")
    descriptor = _descriptor(file)

    def arrived(number, frame):
        _write(descriptor, _report(frame, all_threads))
        before = _registered[number]
        if chain and callable(before):
            before(number, frame)

    before = _signal.signal(signum, arrived)
    _registered.setdefault(int(signum), before)


def unregister(signum):
    """Undo `register`; whether it was in force."""
    if int(signum) not in _registered:
        return False
    before = _registered.pop(int(signum))
    _signal.signal(signum, _signal.SIG_DFL if before is None else before)
    return True
