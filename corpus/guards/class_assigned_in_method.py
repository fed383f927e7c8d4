# A method gives its receiver another class in the middle of its own expressions.
class A:
    tag = "a"
    def __init__(self): self.n = 1
    def turn(self): self.__class__ = B; return ""
    def f(self): return self.tag + self.turn() + self.tag + str(self.g()) + str(self.n)
    def g(self): return 1
class B(A):
    tag = "b"
    def turn(self): self.__class__ = A; return ""
    def g(self): return 2
    @property
    def n2(self): return 5
o = A()
print([o.f() for _ in range(100)][-4:])
class S:
    __slots__ = ("x",)
    def f(self): return self.x, self.go(), self.x
    def go(self): self.__class__ = T
class T:
    __slots__ = ("x",)
    def f(self): return "T", self.x, self.back()
    def back(self): self.__class__ = S; S.x, T.x
s = S(); s.x = 3
print([s.f() for _ in range(80)][-2:])
try: s.__class__ = A
except TypeError as e: print(e)
