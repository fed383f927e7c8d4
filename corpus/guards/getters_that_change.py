# Properties whose getters rebind them, or get another code.
class C:
    def __init__(s): s.n = 0
    @property
    def p(self):
        self.n += 1
        if self.n == 50: type(self).p = 'value'
        return self.n
def rd(o): return o.p, o.p
o = C()
out = [rd(o) for _ in range(40)]
print(out[20:28], out[-1])
class D:
    def get(self): return self.__dict__['x']
    p = property(get)
d = D(); d.x = 1
def go(d): return d.p + d.p
print(sum(go(d) for _ in range(40)))
D.get.__code__ = (lambda self: 100).__code__
print(go(d))
D.p.fget.__code__ = (lambda self: self.x * 7).__code__
print(go(d))
D.p.fget.__defaults__ = (4,)
try: print(go(d))
except TypeError as e: print(e)
D.p.fget.__code__ = (lambda self, k: k).__code__
print(go(d))
D.p = D.p.setter(lambda s, v: None)
d.p = 4
print(go(d), d.__dict__)
D.p = property()
try: go(d)
except AttributeError as e: print(e)
