"""What tests ask for: streams that are caught, processes that are waited for, garbage that goes."""

import contextlib
import gc
import io
import os
import signal
import sys
import time

verbose = 1
LOOPBACK_TIMEOUT = 5.0
SHORT_TIMEOUT = 30.0
LONG_TIMEOUT = 5 * 60.0


@contextlib.contextmanager
def captured_output(name):
    """Puts a StringIO in the place of `sys.stdin`, `sys.stdout` or `sys.stderr`."""
    before = getattr(sys, name)
    caught = io.StringIO()
    setattr(sys, name, caught)
    try:
        yield caught
    finally:
        setattr(sys, name, before)


def captured_stdout():
    return captured_output("stdout")


def captured_stderr():
    return captured_output("stderr")


def captured_stdin():
    return captured_output("stdin")


@contextlib.contextmanager
def swap_attr(holder, name, value):
    """Gives an attribute another value for a while; the answer is the old one, or None."""
    had = hasattr(holder, name)
    before = getattr(holder, name, None)
    setattr(holder, name, value)
    try:
        yield before
    finally:
        if had:
            setattr(holder, name, before)
        elif hasattr(holder, name):
            delattr(holder, name)


@contextlib.contextmanager
def swap_item(mapping, key, value):
    """Gives a key another value for a while; the answer is the old one, or None."""
    had = key in mapping
    before = mapping.get(key)
    mapping[key] = value
    try:
        yield before
    finally:
        if had:
            mapping[key] = before
        else:
            mapping.pop(key, None)


def gc_collect():
    """Collects until cycles behind finalisers are gone, too."""
    for _ in range(3):
        gc.collect()


def wait_process(pid, *, exitcode, timeout=None):
    """Waits for a child and asks for its exit code; one that takes too long is killed."""
    deadline = time.monotonic() + (SHORT_TIMEOUT if timeout is None else timeout)
    while True:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            break
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            raise AssertionError(f"process {pid} is still running after {timeout or SHORT_TIMEOUT} seconds")
        time.sleep(0.01)
    code = os.waitstatus_to_exitcode(status)
    if code != exitcode:
        raise AssertionError(f"process {pid} exited with {code}, not {exitcode}")
