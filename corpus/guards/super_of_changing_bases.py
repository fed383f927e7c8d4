# super() while bases and what they have change.
class A:
    def f(self): return 'A'
class B(A):
    def f(self): return 'B' + super().f()
class M:
    def f(self): return 'M'
class Cc(B, M):
    def f(self): return 'C' + super().f()
def go(o): return o.f()
out=[]
o=Cc()
for i in range(300):
    out.append(go(o))
    if i==50: A.f = lambda s: 'a2'
    if i==80: B.__bases__ = (M,)
    if i==110: M.f = lambda s: 'm2'
    if i==140: del B.f
    if i==170: Cc.__bases__ = (M,)
    if i==200: del M.f; M.f = classmethod(lambda c: 'cm')
    if i==230: M.f = staticmethod(lambda: 'st')
    if i==250: M.f = property(lambda s: (lambda: 'pr'))
print([(k, len(list(g))) for k, g in __import__('itertools').groupby(out)])
