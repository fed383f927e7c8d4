# Imports bind names that functions use; __import__ is replaced.
import builtins
import sys
import types


def use():
    return sep.join(["a", "b"])


sep = "-"
for i in range(40):
    use()
from string import ascii_lowercase as sep
print(use()[:5])
fake = types.ModuleType("fake")
fake.sep = "+"
fake.__all__ = ["sep"]
sys.modules["fake"] = fake
from fake import *
print(use())
original = builtins.__import__
calls = []


def tracing(name, *rest, **kw):
    calls.append(name)
    return original(name, *rest, **kw)


def importing():
    import fake
    return fake.sep


for i in range(40):
    importing()
builtins.__import__ = tracing
importing()
importing()
builtins.__import__ = original
importing()
print(calls)
body = []
build = builtins.__build_class__


def hook(func, name, *rest, **kw):
    body.append(name)
    return build(func, name, *rest, **kw)


def define():
    class Made:
        pass
    return Made.__name__


for i in range(40):
    define()
builtins.__build_class__ = hook
define()
builtins.__build_class__ = build
print(body)
