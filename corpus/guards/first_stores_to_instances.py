# Attributes stored first by one site while the class gets values, properties and hooks of their name.
class C: pass
def w(o, i): o.a = i
def w2(o, i): o.b = i; o.a = i
def r(o): return o.a
log=[]
for i in range(200):
    o = C()
    if i % 3 == 0: w2(o, i)
    else: w(o, i)
    log.append(r(o))
    if i == 100: C.a = 'class'
    if i == 120: C.a = property(lambda s: s.__dict__.get('a', 'prop'), lambda s, v: s.__dict__.__setitem__('a', -v))
    if i == 150: del C.a
    if i == 170: C.__setattr__ = lambda s, n, v: object.__setattr__(s, n, (n, v))
    if i == 185: del C.__setattr__
print(log, list(vars(o)))
