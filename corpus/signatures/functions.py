"""[slow] Signatures of builtin functions and types."""

import inspect

FUNCTIONS = [len, sorted, sum, isinstance, issubclass, abs, enumerate, round, pow, divmod, input, vars, hash, id,
             exec, eval, compile, callable, chr, ord, hex, oct, bin, format, globals, locals, repr, ascii, all, any,
             delattr, hasattr, setattr, print, open, complex, float, list, tuple, property, memoryview]
for f in FUNCTIONS:
    try:
        print(f.__name__, inspect.signature(f))
    except ValueError:
        print(f.__name__, "has none that can be told")
for f in [int, str, dict, set, bytes, range, zip, map, min, max, iter, next, getattr, type, super]:
    try:
        print(f.__name__, inspect.signature(f))
    except ValueError:
        print(f.__name__, "has none")
print(len.__text_signature__, list.__text_signature__, dict.__text_signature__, [].append.__text_signature__)
print(inspect.signature([].append), inspect.signature(list.append), inspect.signature(dict.fromkeys))
print(inspect.signature("".split), inspect.signature(str.encode), inspect.signature(int.to_bytes))
print(inspect.signature((1).__add__), inspect.signature(int.__pow__), inspect.signature(object.__init__))
import math, functools, itertools
print(inspect.signature(math.sqrt), inspect.signature(math.isclose), inspect.signature(functools.reduce)
      if functools.reduce.__text_signature__ else "-", inspect.signature(itertools.count))
