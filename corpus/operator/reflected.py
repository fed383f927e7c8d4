"""Which operand is asked first."""


class Base:
    def __init__(self, name): self.name = name
    def __add__(self, o): print(self.name, "add"); return NotImplemented
    def __radd__(self, o): print(self.name, "radd"); return NotImplemented
    def __lt__(self, o): print(self.name, "lt"); return NotImplemented
    def __gt__(self, o): print(self.name, "gt"); return NotImplemented
    def __eq__(self, o): print(self.name, "eq"); return NotImplemented
    __hash__ = None


class Derived(Base):
    def __radd__(self, o): print(self.name, "derived radd"); return 5
    def __gt__(self, o): print(self.name, "derived gt"); return "gt"


class Plain(Base):
    pass


a, b, d, p = Base("a"), Base("b"), Derived("d"), Plain("p")


def show(f):
    try:
        print("=>", f())
    except TypeError as e:
        print("=>", e)


show(lambda: a + b)
show(lambda: a + d)
show(lambda: a + p)
show(lambda: d + a)
show(lambda: a + 1)
show(lambda: 1 + a)
show(lambda: a < b)
show(lambda: a < d)
show(lambda: a == b)
show(lambda: a != b)
show(lambda: a == 1)
show(lambda: hash(a))
show(lambda: [a] == [a])
show(lambda: a in [b, a])


class InPlace:
    def __iadd__(self, o): return "iadd"
    def __add__(self, o): return "add"
    __imul__ = None
    def __mul__(self, o): return "mul"


x = InPlace()
x += 1
print(x)
x = InPlace()
show(lambda: x * 2)
try:
    x *= 2
except TypeError as e:
    print(e)


class Num(int):
    def __add__(self, o): return ("Num add", int(self), int(o))
    def __radd__(self, o): return ("Num radd", int(o), int(self))
    def __pow__(self, o, m=None): return ("pow", o, m)
    def __rpow__(self, o): return ("rpow", o)
    def __divmod__(self, o): return "divmod"
    def __rdivmod__(self, o): return "rdivmod"
    def __round__(self, n=None): return ("round", n)
    def __bool__(self): return False
    def __index__(self): return 1
    def __neg__(self): return "neg"
    def __abs__(self): return "abs"


n = Num(3)
print(n + 1, 1 + n, True + n, 1.5 + n if isinstance(1.5 + n, tuple) else type(1.5 + n), n ** 2, 2 ** n, pow(n, 2, 5))
print(divmod(n, 1), divmod(1, n), round(n), round(n, 2), bool(n), [10, 20, 30][n], -n, abs(n), n * 2, "ab" * n)
