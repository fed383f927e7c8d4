import sys

print([getattr(f, "__name__", f) for f in sys.meta_path])

class Loader:
    def create_module(self, spec):
        print("create", spec.name)
        return None
    def exec_module(self, module):
        print("exec", module.__name__, module.__spec__.loader is self)
        module.made = module.__name__.upper()

class Finder:
    def find_spec(self, name, path=None, target=None):
        print("find", name, path)
        if name.startswith("virtual"):
            return type(sys.__spec__)(name, Loader(), origin="thin air", is_package=name == "virtual")
        return None

finder = Finder()
sys.meta_path.insert(0, finder)
import virtual
print(virtual, virtual.made, virtual.__path__, virtual.__package__)
import virtual.sub
print(virtual.sub, virtual.sub.made, repr(virtual.sub.__package__))
from virtual import other, sub
print(other.made)
try:
    import not_virtual
except ImportError as e:
    print(type(e).__name__, e)
sys.meta_path.remove(finder)
try:
    import virtual.third
except ImportError as e:
    print(type(e).__name__, e)

class Refuses:
    def find_spec(self, name, path=None, target=None):
        raise KeyError(name)

sys.meta_path.insert(0, Refuses())
try:
    import something
except KeyError as e:
    print("KeyError", e)
del sys.meta_path[0]

class Exploding(Loader):
    def exec_module(self, module):
        module.half = 1
        raise RuntimeError("exploded")

class Finder2:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == "bomb":
            return type(sys.__spec__)(name, Exploding())

sys.meta_path.append(Finder2)
try:
    import bomb
except RuntimeError as e:
    print(e, "bomb" in sys.modules)

class Importer:
    def __init__(self, path):
        if path != "magic:":
            raise ImportError
    def find_spec(self, name, target=None):
        print("path entry asked for", name)
        if name == "conjured":
            return type(sys.__spec__)(name, Loader())

sys.path_hooks.insert(0, Importer)
sys.path.append("magic:")
import conjured
print(conjured.made, type(sys.path_importer_cache["magic:"]).__name__)

real = __import__
def noisy(name, *args, **kw):
    print("import of", name, len(args))
    return real(name, *args, **kw)
import builtins
builtins.__import__ = noisy
import time
from virtual import made
builtins.__import__ = real
del sys.modules["time"]
import time as again
print(again is time or "same module")
saved = sys.meta_path[:]
sys.meta_path[:] = []
try:
    import whatever
except ImportError as e:
    print(e)
sys.meta_path[:] = saved
