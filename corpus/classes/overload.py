# Overloaded arithmetic: reflected and in-place operators, NotImplemented.
class N:
    def __init__(self, v):
        self.v = v

    def __repr__(self):
        return f"N({self.v})"


ops = {"add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**", "matmul": "@", "lshift": "<<", "rshift": ">>", "and": "&", "or": "|", "xor": "^"}
for name, sym in ops.items():
    setattr(N, f"__{name}__", lambda s, o, sym=sym: f"({s} {sym} {o})" if isinstance(o, (N, int)) else NotImplemented)
    setattr(N, f"__r{name}__", lambda s, o, sym=sym: f"({o} r{sym} {s})")
for name, sym in ops.items():
    a, b = N(1), N(2)
    print(eval(f"a {sym} b"), eval(f"a {sym} 5"), eval(f"5 {sym} a"), eval(f"'s' {sym} a") if sym != "%" else "", end=" ")
    try:
        print(eval(f"a {sym} 's'"))
    except TypeError as e:
        print(e)
    exec(f"a {sym}= 7")
    print(a, end=" ")
    setattr(N, f"__i{name}__", lambda s, o, sym=sym: f"({s} {sym}= {o})")
    a = N(3)
    exec(f"a {sym}= 7")
    print(a)
    for plain in ("[]", "None", "object"):
        try:
            exec(f"z = {plain}; z {sym}= 1.5")
        except TypeError as e:
            print(" ", e)


class Base:
    def __add__(self, o):
        return "Base.add"

    def __radd__(self, o):
        return "Base.radd"


class Derived(Base):
    def __radd__(self, o):
        return "Derived.radd"


class Same(Base):
    pass


print(Base() + Derived(), Derived() + Base(), Base() + Same(), Base() + Base(), 1 + Base(), Base() + 1, [1] + Base() if True else 0, (1,) + Derived(), "s" + Base())


class Declines:
    def __add__(self, o):
        return NotImplemented

    __radd__ = __mul__ = __iadd__ = __neg__ = __add__

    def __pow__(self, o, m=None):
        return ("pow", o, m)

    def __divmod__(self, o):
        return ("divmod", o)

    def __rdivmod__(self, o):
        return ("rdivmod", o)


d = Declines()
for fn in [lambda: d + 1, lambda: 1 + d, lambda: d + d, lambda: d * 2, lambda: pow(d, 2), lambda: pow(d, 2, 3), lambda: d ** 4, lambda: 2 ** d, lambda: divmod(d, 2), lambda: divmod(2, d), lambda: divmod("a", "b"), lambda: d << 1, lambda: ~d, lambda: +d, lambda: abs(d), lambda: d @ d, lambda: [1] + d, lambda: d + [1], lambda: [1] * d, lambda: sum([d, d])]:
    try:
        print(fn())
    except TypeError as e:
        print(e)


class U:
    def __neg__(self):
        return "neg"

    def __pos__(self):
        return "pos"

    def __invert__(self):
        return "inv"

    def __abs__(self):
        return "abs"

    def __round__(self, n="none"):
        return ("round", n)


u = U()
print(-u, +u, ~u, abs(u), round(u), round(u, 2), round(u, None))
