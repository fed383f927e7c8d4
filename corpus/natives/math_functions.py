# Functions of the module math on ordinary and extreme arguments.
import math


def t(f, *a, **k):
    try:
        return repr(f(*a, **k))
    except Exception as e:
        return type(e).__name__ + ": " + str(e)


inf, nan = math.inf, math.nan
values = [0.0, -0.0, 1.0, -1.0, 0.5, -0.3, 2.5, 10, 23, -2.0874356294854968, 170.5, 171.7, 710.0, 1e-300,
          5e-324, 1e308, inf, -inf, nan, True, 2**70, "x"]
for name in ["acos", "acosh", "asin", "asinh", "atan", "atanh", "ceil", "cos", "cosh", "degrees", "erf",
             "erfc", "exp", "exp2", "expm1", "fabs", "floor", "frexp", "gamma", "isfinite", "isinf", "isnan",
             "lgamma", "log", "log10", "log1p", "log2", "modf", "radians", "sin", "sinh", "sqrt", "tan",
             "tanh", "trunc", "ulp"]:
    f = getattr(math, name)
    print(name, *(t(f, v) for v in values), sep=" | ")
pairs = [(1.5, 2.5), (-7.0, 3), (0.0, -1.0), (5e-324, 0.0), (inf, 2), (2, inf), (nan, 1), (0, 0), (-8, 1 / 3),
         (1e308, 10), (-5e-324, 0.0)]
for name in ["atan2", "copysign", "fmod", "pow", "remainder", "nextafter", "hypot", "log", "isclose"]:
    f = getattr(math, name)
    print(name, *(t(f, *p) for p in pairs), sep=" | ")
print(math.pi, math.e, math.tau, math.inf, math.nan)


class Number:
    def __float__(self):
        return 2.25

    def __index__(self):
        return 7

    def __ceil__(self):
        return "ceil"

    def __trunc__(self):
        return "trunc"


n = Number()
print(t(math.sqrt, n), t(math.ceil, n), t(math.trunc, n), t(math.floor, n), t(math.factorial, n))
print(t(math.sqrt), t(math.sqrt, 1, 2), t(math.log), t(math.log, 1, 2, 3), t(math.log, 10, 1), t(math.pow, 1))
print(t(math.log, 2**2000, 2), t(math.ceil, "x"), t(math.trunc, "x"), t(math.nextafter, 1, 2, 3))
for x, i in [(1.5, 3), (1, 2000), (1, -1074), (1.9, -1075), (0.0, 2**80), (1.0, -2**80), (3, 1.5)]:
    print(t(math.ldexp, x, i))
for steps in (0, 1, 5, 10**30, -1, 1.5):
    print(t(math.nextafter, 1.0, 2.0, steps=steps), t(math.nextafter, -1.5e-323, 1.0, steps=steps))
print(t(math.isclose, 1, 1.0000001, rel_tol=1e-5), t(math.isclose, 1, 2, abs_tol=-1), t(math.isclose, 1))
