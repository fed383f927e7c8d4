# __class__ assigned with fitting and unfitting layouts, read by one site.
class A:
    __slots__ = ('x',)
class B:
    __slots__ = ('x',)
class C:
    __slots__ = ('y',)
class D: pass
class E(D): pass
def r(o): return o.x
a = A(); a.x = 1
for _ in range(60): r(a)
a.__class__ = B; print(r(a), type(a).__name__)
for k in (C, D, int, E):
    try: a.__class__ = k; print('ok', k.__name__)
    except TypeError as e: print(e)
d = D(); d.x = 5
for _ in range(60): r(d)
d.__class__ = E; E.x = property(lambda s: 'Eprop'); print(r(d)); d.__class__ = D; print(r(d))
E.x = 'plain'; d.__class__ = E; print(r(d)); del d.x; print(r(d))
d.__class__ = D
try: r(d)
except AttributeError as e: print(e)
try: d.__class__ = 5
except TypeError as e: print(e)
try: (5).__class__ = D
except TypeError as e: print(e)
class M(type): pass
class P(metaclass=M): x = 'P'
p = P()
for _ in range(60): r(p)
p.__class__ = D
try: r(p)
except AttributeError as e: print(e)
