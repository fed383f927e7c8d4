# Class bodies that rebind builtins, shadow them and delete the shadow; namespaces that answer for missing names.
import builtins
log = []
def mk(flag):
    class B:
        a = len('abc')
        if flag: builtins.len = lambda x: 'fake'
        b = len('abc')
        len = 5
        c = len
        del len
        d = len('abc')
        for i in range(2): pass
    return B.a, B.b, B.c, B.d, B.i
real = len
for i in range(30): mk(False)
print(mk(True)); builtins.len = real
print(mk(False))
class Meta(type):
    def __prepare__(n, b): return Ns()
class Ns(dict):
    def __missing__(self, k):
        if k == 'magic': return 'from missing'
        raise KeyError(k)
def mm():
    class Q(metaclass=Meta):
        v = magic
        w = len('ab')
        len = lambda s: 'own'
        x = len('ab')
    return Q.v, Q.w, Q.x
print([mm() for _ in range(20)][-1])
Ns.__missing__ = lambda s, k: (lambda *a: k)
try: print(mm() and 1)
except Exception as e: print(type(e).__name__, e)
