# construction: __init__, __new__, metaclass __call__ come late, change within each other
class M(type): pass
class C(metaclass=M):
    def __init__(self, a=1): self.a = a
class D(C): pass
def mk(): return C(5).a
def mkd(): return D().a
def kw(): return C(a=7).a
def call(f):
    try: return f()
    except Exception as e: return type(e).__name__ + " " + str(e)
i0 = C.__init__
def i2(self, a=2, b=3): self.a = "i2", a, b
def i3(self): self.a = "i3"
def inew(cls, *a, **k):
    C.__init__ = i2
    return object.__new__(cls)
def bad(self, a=1): return 5
last = None
for i in range(400):
    if i == 20: C.__init__.__defaults__ = ("d",)
    if i == 30: C.__init__ = i2
    if i == 40: i2.__code__ = i0.__code__; i2.__defaults__ = ("e",)
    if i == 50: C.__init__ = i0
    if i == 60: D.__init__ = i3
    if i == 70: D.__init__ = lambda self, *a: super(D, self).__init__(*a)
    if i == 80: C.__new__ = inew
    if i == 100: del C.__new__
    if i == 110: M.__call__ = lambda cls, *a, **k: type.__call__(cls, "from M")
    if i == 120: del M.__call__
    if i == 130: C.__init__ = bad
    if i == 140: del C.__init__
    if i == 150: C.a = "class a"
    if i == 160: C.__new__ = lambda cls, *a, **k: 5
    if i == 170: C.__new__ = lambda cls, *a, **k: object.__new__(D)
    if i == 180: C.__init__ = i0; del D.__init__
    if i == 190: del C.__new__
    if i == 200: C.__init__ = type("Callable", (), {"__call__": lambda s, *a, **k: None})()
    if i == 210: C.__init__ = classmethod(lambda c, *a, **k: setattr(c, "a", "cm"))
    if i == 220: C.__init__ = staticmethod(lambda *a, **k: None)
    if i == 230: C.__init__ = property(lambda s: lambda *a, **k: s.__dict__.update(a="prop init"))
    if i == 240: C.__init__ = i0; i0.__code__ = (lambda self, a: setattr(self, "a", "swapped")).__code__
    if i == 250: i0.__defaults__ = None
    if i == 260: C.__slots__ = ()
    if i == 270: C.__init__ = None
    if i == 280: D.__init__ = i3
    r = [call(f) for f in (mk, mkd, kw)]
    s = str(r)
    if s != last: print(i, s)
    last = s
