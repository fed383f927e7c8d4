# Loaders, sys.modules and __import__ change under imports in a function.
import sys, types
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name.startswith('dyn_'):
            import importlib.machinery
            return importlib.machinery.ModuleSpec(name, Loader())
class Loader:
    def create_module(self, spec): return None
    def exec_module(self, mod): mod.V = G; globals()['G'] = G + 1
sys.meta_path.insert(0, Finder())
G = 1
def imp(n): return __import__('dyn_' + str(n)).V
print([imp(i) for i in range(5)], G, imp(1))
def loc():
    import dyn_1
    from dyn_2 import V
    return dyn_1.V, V
for _ in range(50): loc()
sys.modules['dyn_1'] = types.SimpleNamespace(V='replaced'); print(loc()); sys.modules['dyn_2'].V = 'set'; print(loc())
del sys.modules['dyn_1']; print(loc()); Loader.exec_module = lambda s, m: setattr(m, 'V', 'patched'); del sys.modules['dyn_2']; print(loc())
import builtins
real = builtins.__import__
builtins.__import__ = lambda *a, **k: types.SimpleNamespace(V='hooked', dyn_1=1, dyn_2=2); print(loc()); builtins.__import__ = real; print(loc())
sys.modules['dyn_1'] = None
try: loc()
except ImportError as e: print(e)
