# split, subgroup, derive, and the constructors of exception groups.
def show(e, depth=0):
    print("  " * depth + repr(e))
    for x in getattr(e, "exceptions", ()):
        show(x, depth + 1)


eg = ExceptionGroup("eg", [ValueError(1), TypeError(2), ExceptionGroup("in", [ValueError(3), OSError(4)])])
eg.add_note("a note")
eg.__cause__ = KeyError("cause")
m, r = eg.split(ValueError)
show(m)
show(r)
print(m.__notes__, m.__cause__, m.__notes__ is eg.__notes__, m.message, type(m.exceptions))
print(eg.split((TypeError, OSError))[0], eg.split(KeyError), eg.split(Exception))
print(eg.subgroup(lambda e: isinstance(e, OSError)), eg.subgroup(KeyError), eg.subgroup(ExceptionGroup) is eg)
print(eg.subgroup(lambda e: "in" in str(e)))


class Own(ExceptionGroup):
    def __new__(cls, message, excs, code):
        o = super().__new__(cls, message, excs)
        o.code = code
        return o

    def derive(self, excs):
        return Own(self.message, excs, self.code)


own = Own("own", [ValueError(1), TypeError(2)], 7)
a, b = own.split(ValueError)
print(type(a).__name__, a.code, b.code, a.exceptions, b.exceptions)


class Plain(ExceptionGroup): pass


p = Plain("plain", [ValueError(1), TypeError(2)])
print([type(x).__name__ for x in p.split(ValueError)])
print(type(BaseExceptionGroup("b", [ValueError()])).__name__, type(BaseExceptionGroup("b", [KeyboardInterrupt()])).__name__)
for args in [(), ("m",), ("m", []), ("m", 5), ("m", [5]), (5, [ValueError()]), ("m", [KeyboardInterrupt()]), ("m", {ValueError()}), ("m", [ValueError], 3)]:
    try:
        print(repr(ExceptionGroup(*args)))
    except Exception as e:
        print(type(e).__name__, e)
for bad in [5, "x", (ValueError, 5), int, None]:
    try:
        eg.split(bad)
    except TypeError as e:
        print(e)
try:
    eg.message = 1
except AttributeError as e:
    print(e)
print(ExceptionGroup[int], issubclass(ExceptionGroup, Exception), issubclass(BaseExceptionGroup, Exception))


class BadDerive(ExceptionGroup):
    def derive(self, excs):
        return 5


try:
    BadDerive("x", [ValueError(), TypeError()]).split(ValueError)
except TypeError as e:
    print(e)
