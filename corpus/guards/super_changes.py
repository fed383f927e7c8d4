# super() while bases, methods and classes change below it.
class A:
    def m(self, d=0): return "A"
class B(A):
    def m(self, d=0): return "B" + super().m(d)
class C(B):
    def m(self, d=0):
        if d == 1: B.m = lambda self, d=0: "b!" + super(B, self).m(d)
        if d == 2: B.__bases__ = (Z,)
        if d == 3: self.__class__ = D
        if d == 4: del B.m
        return "C" + super().m(d)
class Z(A):
    def m(self, d=0): return "Z" + super(Z, self).m(d)
class D(C):
    pass
old = B.m
def call(d=0): return C().m(d)
for _ in range(80): call()
for d in (1, 0, 2, 0, 3, 0, 4, 0):
    print(d, call(d))
    for _ in range(40): call()
B.m = old
print(call()); B.__bases__ = (A,); print(call())
try: C.m.__closure__[0].cell_contents = A; print(call())
except (TypeError, AttributeError) as e: print(e)
