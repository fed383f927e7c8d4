# [slow] importlib, pkgutil and runpy as programs use them.
import importlib
import importlib.machinery
import importlib.util
import pkgutil
import runpy
import sys

sys.path.insert(0, sys.path[0] + "/../imports/support")
base = sys.path[0]
m = importlib.import_module("changing")
print(importlib.reload(m) is m, m.count)
print(importlib.import_module(".late", "pack").__name__)
for args in [("nothing",), (".late",), ("..x", "pack"), (".nothing", "pack")]:
    try:
        print(importlib.import_module(*args))
    except Exception as e:
        print(args, type(e).__name__, e)
spec = importlib.util.find_spec("pack.deep.leaf")
print(spec.name, spec.parent, spec.origin[len(base):], spec.submodule_search_locations, spec.has_location)
print(importlib.util.find_spec("nothing"), importlib.util.find_spec("sys").origin)
try:
    importlib.util.find_spec("nothing.at.all")
except ModuleNotFoundError as e:
    print(e)
spec = importlib.util.spec_from_file_location("given", base + "/changing.py")
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
print(module.__name__, module.count, "given" in sys.modules, type(spec.loader).__name__)
print(spec.loader.get_source("given")[:10], spec.loader.is_package("given"), spec.loader.get_filename("given") == base + "/changing.py")
spec = importlib.machinery.ModuleSpec("made", None, origin="nowhere")
print(spec, importlib.util.module_from_spec(spec))
print(importlib.util.resolve_name(".x", "pack"), importlib.util.resolve_name("y", None))
print([(m.name, m.ispkg) for m in pkgutil.iter_modules([base + "/pack"])])
print([m.name for m in pkgutil.walk_packages([base + "/pack"], "pack.")])
print(sorted(k for k in runpy.run_path(base + "/changing.py") if not k.startswith("__")))
print(runpy.run_module("changing", run_name="again")["count"], runpy.run_module("changing")["__name__"])
print(importlib.machinery.SOURCE_SUFFIXES, importlib.util.source_from_cache is not None)
lazy = importlib.util.LazyLoader.factory(importlib.machinery.SourceFileLoader)
print(lazy("x", "y").loader.path)
importlib.invalidate_caches()


class Blocker:
    def find_spec(self, name, path, target=None):
        if name == "blocked_module":
            raise ImportError("blocked by policy", name=name)


sys.meta_path.insert(0, Blocker())
try:
    import blocked_module
except ImportError as e:
    print(e, e.name)
print(importlib.import_module("json").__spec__.name, importlib.import_module("json").loads("[1]"))
