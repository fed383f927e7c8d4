# __builtins__ assigned: functions that are defined later see the others.
import builtins, sys, types
def f(): return len('abc'), abs(-1)
for _ in range(60): f()
print(f())
vars(builtins)['len'] = lambda x: 'vars'; print(f())
builtins.__dict__.update(len=len.__class__ and (lambda x: 'upd')); print(f())
sys.modules['builtins'] = types.ModuleType('fake'); print(f()); sys.modules['builtins'] = builtins
__builtins__.abs = lambda x: 'abs'; print(f())
old = __builtins__
__builtins__ = types.ModuleType('other'); print(f())
def g(): return abs(-2)
try: print(g())
except NameError as e: print(e)
__builtins__ = {'abs': lambda x: 'dict'}
def h(): return abs(-2)
try: print(h(), f())
except Exception as e: old.print(e)
del __builtins__
def k(): return abs(-3)
try: print(k())
except Exception as e: old.print(type(e))
import builtins
del builtins.abs
try: f()
except NameError as e: print(e)
