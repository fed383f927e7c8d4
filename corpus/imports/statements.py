import sys
sys.path.insert(0, sys.path[0] + "/support")

import pack
print(pack.value, pack.__doc__, pack.__name__, pack.__file__.endswith("support/pack/__init__.py"))
import pack.late
print(pack.late.renamed.above, sorted(n for n in sys.modules if n.startswith("pack")))
import pack.late as alias
print(alias is pack.late)
from pack import late, value as v
print(late is alias, v)
from pack.deep import leaf
print(leaf.__name__, leaf.__spec__.parent, leaf.__spec__.has_location)
namespace = {}
exec("from pack import *", namespace)
print(sorted(k for k in namespace if k != "__builtins__"))

import circle_a
print(circle_a.one)

def attempt(text, **names):
    try:
        exec(text, names)
    except Exception as e:
        message = str(e)
        place = message.find(" (/")
        message = message if place < 0 else message[:place] + " (FILE)"
        print(f"{text!r}: {type(e).__name__}: {message}")
        if isinstance(e, ImportError):
            print("   ", e.name, e.name_from, e.path and e.path.rpartition("/")[2])
    else:
        print(f"{text!r}: fine", sorted(n for n in names if n != "__builtins__"))

attempt("import nothing_here")
attempt("import nothing.here")
attempt("import pack.nothing")
attempt("import sys.nothing")
attempt("import circle_a.one")
attempt("from pack import nothing")
attempt("from sys import nothing")
attempt("from pack.late import nothing")
attempt("from circle_a import onee")
attempt("from . import x")
attempt("from . import x", __name__="alone")
attempt("from .y import x", __package__="pack")
attempt("from .late import value", __package__="pack")
attempt("from .. import x", __package__="pack")
attempt("from ...x import y", __package__="pack.deep")
attempt("from . import late", __package__=7)
attempt("from . import late", __name__="pack.other", __package__="pack")
attempt("from nothing_here import *")
attempt("import wrong")
attempt("import fails")
print("fails" in sys.modules)
sys.modules["blocked"] = None
attempt("import blocked")
attempt("from blocked import x")
attempt("import replaces; print(replaces.answer)")
attempt("import removes")
import __missing
print(__missing.made_up)
attempt("from __missing import made_x; print(made_x)")
attempt("from __missing import other")

print(__import__("pack.deep.leaf").__name__, __import__("pack.deep.leaf", fromlist=["above"]).__name__)
print(__import__("late", {"__package__": "pack"}, None, ["value"], 1).__name__)
print(__import__("deep.leaf", {"__package__": "pack", "__name__": "pack.x"}, level=1).__name__)
for args in [("",), (3,), ("pack", None, None, (), -1), ("", {"__package__": "pack"}, None, (), 1), ("x", None, None, (), 1),
             ("x", {}, None, (), 1), ("x", {"__name__": 3}, None, (), 1)]:
    try:
        print(__import__(*args).__name__)
    except Exception as e:
        print(args, type(e).__name__, e)
try:
    __import__("pack", fromlist=[1])
except TypeError as e:
    print(e)
import space.inner.mod
print(space.inner.mod.x, space.__spec__.loader is not None, space.__spec__.origin, hasattr(space, "__file__"))
print(type(space.__path__).__name__, [p.rpartition("/")[2] for p in space.__path__])
