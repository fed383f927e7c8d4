# Functions made of one code for dicts, dicts of a subclass, shared dicts with other builtins.
import types, builtins
def f(): return X, len([1])
class D(dict):
    def __getitem__(self, k): return 'D' + k
    def __missing__(self, k): return 'M' + k
g = D(X=1)
try:
    ff = types.FunctionType(f.__code__, g)
    for _ in range(60): r = ff()
    print(r)
    g['X'] = 2; print(ff())
    del g['X']
    try: print(ff())
    except NameError as e: print(e)
    g['len'] = lambda a: 'own'
    g['X'] = 3; print(ff())
    dict.clear(g)
    try: print(ff())
    except NameError as e: print(e)
except TypeError as e: print(e)
shared = {'X': 'shared', '__builtins__': {'len': lambda a: 'blen'}}
f1 = types.FunctionType(f.__code__, shared); f2 = types.FunctionType(f.__code__, shared)
for _ in range(60): f1(), f2()
print(f1(), f2(), f1.__globals__ is f2.__globals__)
shared['X'] = 5; print(f1(), f2())
shared['__builtins__'] = builtins
print(f1(), types.FunctionType(f.__code__, shared)())
shared['__builtins__']= {'len': lambda a: 'second'}
print(f1(), types.FunctionType(f.__code__, shared)())
bd = {'len': lambda a: 'x', 'X': 'from builtins'}
f3 = types.FunctionType(f.__code__, {'__builtins__': bd})
for _ in range(60): f3()
print(f3()); bd['X'] = 'changed'; print(f3()); f3.__globals__['X'] = 'global'; print(f3()); bd.clear()
try: f3()
except NameError as e: print(e)
bd['len'] = abs
try: f3()
except TypeError as e: print(e)
