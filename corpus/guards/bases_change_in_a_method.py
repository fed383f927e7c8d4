# Bases, class and dict of self change in the middle of its method.
class A:
    def hello(self): return 'A'
    v = 'Av'
class B:
    def hello(self): return 'B'
    v = 'Bv'
class Mid(A): pass
class C(Mid):
    def run(self, k):
        r = [self.hello(), self.v]
        if k: k()
        r += [self.hello(), self.v]
        return r
c = C()
for _ in range(60): c.run(None)
def k1(): Mid.__bases__ = (B,)
print(c.run(k1))
def k2(): C.__bases__ = (A,)
print(c.run(k2))
class E(C):
    def hello(self): return 'E'
    v = 'Ev'
def k3(): c.__class__ = E
print(c.run(k3))
def k4(): c.__class__ = C; C.__bases__ = (Mid, A)
print(c.run(k4))
def k5(): c.__dict__.update(v='iv', hello=lambda: 'ih')
print(c.run(k5))
def k6(): c.__dict__ = {}
print(c.run(k6))
def k7():
    class Empty: pass
    c.__class__ = Empty
try: print(c.run(k7))
except AttributeError as e: print(e)
