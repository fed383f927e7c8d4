# After the page "Everything in Python is mutable", which names no author or date: modules, imports and paths.
import sys
import types

# One module changes another.
victim = types.ModuleType("victim")
exec("limit = 3\ndef over(n): return n > limit", victim.__dict__)
sys.modules["victim"] = victim
import victim as seen

print(seen.over(4), seen is victim)
victim.limit = 10
print(seen.over(4))
victim.over = lambda n: "mocked"
print(seen.over(4))

# The cache of modules decides what a name is.
print(sys.modules["sys"] is sys)
fake = types.ModuleType("fake")
fake.answer = 42
sys.modules["victim"] = fake
import victim

print(victim is fake, victim.answer)
sys.modules["victim"] = None
try:
    import victim
except ImportError as e:
    print(type(e).__name__, e)
del sys.modules["victim"]
try:
    import victim
except ImportError as e:
    print(type(e).__name__, e)

# A module taken out of the cache is imported anew.
import colorsys as first

del sys.modules["colorsys"]
import colorsys as second

print(first is second, first.rgb_to_hsv is second.rgb_to_hsv, first.__name__ == second.__name__)

# The path is a list like any other, and so are the finders.
path, sys.path[:] = sys.path[:], []
sys.path_importer_cache.clear()
sys.modules.pop("keyword", None)
finders, sys.meta_path[:] = sys.meta_path[:], []
try:
    import keyword
except ImportError as e:
    print(type(e).__name__, e)
sys.path[:], sys.meta_path[:] = path, finders
import keyword

print(keyword.iskeyword("def"))


class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == "made_up":
            import importlib.machinery
            return importlib.machinery.ModuleSpec(name, Finder)

    @staticmethod
    def create_module(spec):
        return None

    @staticmethod
    def exec_module(module):
        module.answer = "from a finder"


sys.meta_path.insert(0, Finder)
import made_up

print(made_up.answer, made_up)
sys.meta_path.remove(Finder)
import builtins

original = builtins.__import__
builtins.__import__ = lambda name, *rest: f"imported {name}"
import whatever

builtins.__import__ = original
print(whatever)
