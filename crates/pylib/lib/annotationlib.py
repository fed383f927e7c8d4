"""What the library's inspect and dataclasses ask about annotations, for Python 3.12: these are values."""

import enum
import functools
import sys
import types

__all__ = ["Format", "ForwardRef", "get_annotations"]


class Format(enum.IntEnum):
    """Forms of annotations. Here they are values, or strings if they were written so."""

    VALUE = 1
    VALUE_WITH_FAKE_GLOBALS = 2
    FORWARDREF = 3
    STRING = 4


def __getattr__(name):
    if name == "ForwardRef":
        from typing import ForwardRef
        return ForwardRef
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def get_annotations(obj, *, globals=None, locals=None, eval_str=False, format=Format.VALUE):
    """The annotations of a module, class or function, as a new dict."""
    if isinstance(obj, type):
        ann = getattr(obj, "__dict__", {}).get("__annotations__", None)
        if isinstance(ann, types.GetSetDescriptorType):
            ann = None
        module = sys.modules.get(getattr(obj, "__module__", None), None)
        obj_globals = getattr(module, "__dict__", None)
        obj_locals = dict(vars(obj))
        unwrap = obj
    elif isinstance(obj, types.ModuleType):
        ann = getattr(obj, "__annotations__", None)
        obj_globals, obj_locals, unwrap = obj.__dict__, None, None
    elif callable(obj):
        ann = getattr(obj, "__annotations__", None)
        obj_globals, obj_locals, unwrap = getattr(obj, "__globals__", None), None, obj
    else:
        raise TypeError(f"{obj!r} is not a module, class, or callable.")
    if ann is None:
        return {}
    if not isinstance(ann, dict):
        raise ValueError(f"{obj!r}.__annotations__ is neither a dict nor None")
    if not ann or not eval_str:
        return dict(ann)
    if unwrap is not None:
        while True:
            if hasattr(unwrap, "__wrapped__"):
                unwrap = unwrap.__wrapped__
            elif isinstance(unwrap, functools.partial):
                unwrap = unwrap.func
            else:
                break
        if hasattr(unwrap, "__globals__"):
            obj_globals = unwrap.__globals__
    globals = obj_globals if globals is None else globals
    locals = (obj_locals or {}) if locals is None else locals
    if type_params := getattr(obj, "__type_params__", ()):
        locals = {p.__name__: p for p in type_params} | locals
    return {k: eval(v, globals, locals) if isinstance(v, str) else v for k, v in ann.items()}
