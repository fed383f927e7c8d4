# __init__ that replaces itself, or the class of its instance.
class P:
    def __init__(self, a, b=2):
        self.a = a
        if a == 50: P.__init__ = later; P.extra = 'x'
        self.b = b
def later(self, a, b=9): self.late = (a, b)
def mk(i): return P(i)
objs = [mk(i) for i in range(60)]
print(vars(objs[50]), vars(objs[51]), P.extra)
P.__init__.__defaults__ = ('dd',)
print(vars(mk(1)))
later.__code__ = (lambda self, a, b: self.__dict__.update(z=b)).__code__
print(vars(mk(1)))
def init3(self, a):
    self.__class__ = R
class R: w = 'R'
P.__init__ = init3
print(mk(1).w)
P.__init__ = lambda self, a: 5
try: mk(1)
except TypeError as e: print(e)
P.__setattr__ = lambda s, n, v: None
P.__init__ = lambda self, a: setattr(self, 'a', a)
print(vars(mk(1)))
