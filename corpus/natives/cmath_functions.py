# Functions of the module cmath: branch cuts, infinities, errors.
import cmath


def t(f, *a, **k):
    try:
        return repr(f(*a, **k))
    except Exception as e:
        return type(e).__name__ + ": " + str(e)


inf, nan = cmath.inf, cmath.nan
values = [-inf, -2.3, -0.0, 0.0, 0.5, 1.0, 710.0, 1e308, 5e-324, inf, nan]
for name in ["acos", "acosh", "asin", "asinh", "atan", "atanh", "cos", "cosh", "exp", "isfinite", "isinf",
             "isnan", "log", "log10", "phase", "polar", "sin", "sinh", "sqrt", "tan", "tanh"]:
    f = getattr(cmath, name)
    for a in values:
        print(name, a, *(t(f, complex(a, b)) for b in values), sep=" | ")
for a in values:
    print(a, *(t(cmath.rect, a, b) for b in values), *(t(cmath.log, complex(a, b), complex(b, a)) for b in values))
print(t(cmath.sqrt, "x"), t(cmath.sqrt), t(cmath.log, 1, 0), t(cmath.log, 0), t(cmath.log, 1, 1))
print(t(cmath.isclose, 1, 2, rel_tol=-1), t(cmath.isclose, 1, 1 + 1e-12j), cmath.infj, cmath.nanj)


class A:
    def __complex__(self):
        return 3 + 4j


class B:
    def __float__(self):
        return 2.0


class C:
    def __complex__(self):
        return 3


print(t(cmath.polar, A()), t(cmath.polar, B()), t(cmath.polar, C()))
