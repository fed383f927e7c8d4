# Dicts of instances exchanged, shared, cleared, of a subclass, with other keys.
class C:
    def __init__(s): s.a = 1; s.b = 2
def r(o): return o.a, o.b
objs = [C() for _ in range(5)]
for _ in range(30): [r(o) for o in objs]
o = objs[0]
d = o.__dict__
d['a'] = 10; print(r(o)); d.pop('a')
try: r(o)
except AttributeError as e: print(e)
d['a'] = 11; print(r(o), list(d))
o.__dict__ = d2 = {'b': 1, 'a': 2}; print(r(o)); d['a'] = 'stale'; print(r(o)); d2['a'] = 'live'; print(r(o))
class SD(dict):
    def __getitem__(s, k): return 'sub'
o.__dict__ = SD(a=1, b=2); print(r(o))
try: o.__dict__ = 5
except TypeError as e: print(e)
del o.__dict__
try: r(o)
except AttributeError as e: print(e)
o.a = o.b = 'again'; print(r(o), o.__dict__)
objs[1].__dict__ = objs[2].__dict__
objs[1].a = 'both'; print(r(objs[2])); objs[2].__dict__.clear()
try: r(objs[1])
except AttributeError as e: print(e)
for i in range(30): setattr(objs[3], f'n{i}', i)
print(r(objs[3])); objs[3].__dict__[5] = 'int key'; print(r(objs[3]), len(vars(objs[3])))
vars(objs[4]).update({'b': 'up'}); print(r(objs[4]))
objs[4].__dict__ |= {'a': 'or'}; print(r(objs[4]))
