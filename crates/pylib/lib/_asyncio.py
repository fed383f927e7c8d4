"""Futures, tasks and the running loop under the name of the module that CPython has them in.

They are those of `asyncio`, which asks for them here when its modules are half imported.
"""

import importlib

_HOMES = {
    "asyncio.events": (
        "_get_running_loop", "_set_running_loop", "get_event_loop", "get_running_loop",
    ),
    "asyncio.futures": ("Future",),
    "asyncio.tasks": (
        "Task", "_current_tasks", "_eager_tasks", "_enter_task", "_leave_task", "_register_eager_task",
        "_register_task", "_scheduled_tasks", "_swap_current_task", "_unregister_eager_task",
        "_unregister_task", "current_task",
    ),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name):
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(importlib.import_module(home), name)
    return value


def __dir__():
    return sorted({*globals(), *_HOME})
