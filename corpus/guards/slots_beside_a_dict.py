# Slots, dict entries and private names of one class take each other's place.
class P:
    __slots__ = ('a', '__dict__', '__weakref__')
    def __init__(s): s.a = 1; s.b = 2; s.__p = 3
    def get(s): return s.a, s.b, s.__p
p = P()
for _ in range(60): p.get()
print(p.get()); p.__dict__['a'] = 'dict a'; print(p.get()); del P.a; print(p.get()); P._P__p = property(lambda s: 'prop'); print(p.get())
p.__dict__ = {'b': 'nb'}; P.a = 'ca'; print(p.get())
class Q(P):
    def __init__(s): super().__init__(); s.__p = 'qp'
try: Q()
except AttributeError as e: print(str(e)[:50])
del P._P__p
q = Q(); print(q.get(), sorted(q.__dict__))
