# Errors that nobody can handle: where they are said to come from, and hooks that fail themselves.
import re
import sys
import weakref


class Output:
    def write(self, text):
        sys.stdout.write(re.sub('0x[0-9a-f]+', '0x...', text.replace(__file__, 'FILE')))

    def flush(self):
        pass


sys.stderr = Output()
class A:
    def __del__(s): raise ValueError('in del')
a=A(); del a
class B:
    def __del__(s,x): pass
B()
class C:
    __del__=5
C()
w=weakref.ref(type('q',(),{})(),lambda r: 1/0)
def cb(r): raise KeyError('cb')
class D: pass
d=D(); r=weakref.ref(d,cb); del d
def hook(u): print(u.exc_type.__name__,u.exc_value,u.err_msg,type(u.object).__name__, u.exc_traceback is not None)
sys.unraisablehook=hook
a=A(); del a
d=D(); r=weakref.ref(d,cb); del d
def gen():
    try: yield
    finally: raise OSError(1,'x')
g=gen(); next(g); del g
def gen2():
    try: yield
    except GeneratorExit: yield 5
g=gen2(); next(g); del g
def badhook(u): raise RuntimeError('bad hook')
sys.unraisablehook=badhook
a=A(); del a
sys.unraisablehook=None
a=A(); del a
del sys.unraisablehook
a=A(); del a
sys.unraisablehook=sys.__unraisablehook__
class E(Exception):
    def __str__(s): raise ValueError
class F:
    def __del__(s): raise E
F()
class G:
    def __repr__(s): raise ValueError
    def __del__(s): raise E('k')
G()
def f():
    class L:
        def __del__(s): x=1; x.foo
    L()
f()
