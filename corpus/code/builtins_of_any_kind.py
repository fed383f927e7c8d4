# `__builtins__` of any kind: a module, a dict that makes what is missing, an object with items, None.
import builtins
import types
class D(dict):
    def __missing__(self, k):
        if k == 'zzz': return 'missing-'+k
        raise KeyError(k)
class DG(dict):
    def __getitem__(self, k):
        print('getitem', k)
        return dict.__getitem__(self, k)
class M:
    def __getitem__(self, k):
        print('M', k)
        if k == 'foo': return 42
        raise KeyError(k)
def t(src, b, g=None):
    g = {} if g is None else g
    g['__builtins__'] = b
    try: 
        exec(src, g)
    except BaseException as e: print(type(e).__name__, e)
    g.pop('__builtins__')
    print(sorted(g))
m = types.ModuleType('m'); m.foo = 5; m.print = print; m.len=len
t('print(foo, len("abc"))', m)
t('print(max)', m)
t('x = zzz\nprint(x)', D(print=print))
t('x = foo', DG(foo=3, print=print))
t('def f(): return foo\nx=f()', DG(foo=3, print=print))
t('x = foo\ny=bar', M())
t('import os', {})
t('class A: pass', {})
t('class A: pass', {'__build_class__': builtins.__build_class__})
t('class A: pass\nx=A', {'__build_class__': builtins.__build_class__, '__name__':'q'})
t('print(1)', 5)
t('print(1)', None)
t('assert 0', {})
t('import sys', {'__import__': lambda *a: print('imp', a[0], type(a[2]).__name__, a[3:])})
t('from sys import path', {'__import__': lambda *a: types.SimpleNamespace(path=1)})
t('def f():\n  x=1\n  def g(): return x\n  return g()\nprint(f(), __builtins__ )', {'print':print})
def f(): return len('abc')
g = types.FunctionType(f.__code__, {'__builtins__': {'len': lambda x: 'mine'}})
print(g(), g.__builtins__.keys())
g = types.FunctionType(f.__code__, {})
print(g(), g.__builtins__ is builtins.__dict__)
g = types.FunctionType(f.__code__, {'__builtins__': m}); print(g(), g.__builtins__ is m.__dict__)
