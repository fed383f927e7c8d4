# Complex numbers: texts, operators, formats, the functions of cmath.  [slow]
import builtins, re
def print(*values, sep=" ", **options):
    builtins.print(re.sub("0x[0-9a-f]{6,}", "0x...", sep.join(map(str, values))), **options)
vals = [0j, 1+2j, -1-2j, 1.5j, -0j, complex(-0.0, -0.0), complex("inf"), complex("nan+infj"), 1e20+1e-5j, complex(0, -1)]
for v in vals: print(repr(v), str(v), f"{v:g} {v:.2f} {v:e} {v:>20} {v:+.1f} {v:,}", v.real, v.imag, v.conjugate(), bool(v), hash(v) == hash(v.real) if not v.imag else "", -v, +v)
for f in (lambda v: abs(v), lambda v: v ** 2, lambda v: v * (1+1j), lambda v: v / (1-1j), lambda v: v + 1, lambda v: v == v.real, lambda v: v ** 0.5, lambda v: v ** -1, lambda v: v - 2.5):
    for v in vals:
        try: print(f(v), end=" ")
        except Exception as e: print(type(e).__name__, e, end=" ")
    print()
for s in ("1", "1+2j", "j", "-j", "1e3-1e-3J", " 1j ", "(1+2j)", "( 1 )", "1 + 2j", "1+", "1+2", "", "nanj", "inf+nanj", "1j+1", "1_0+2_0j", "++1j", "1e", "((1))", "1\0"):
    try: print(repr(s), complex(s))
    except Exception as e: print(repr(s), type(e).__name__, e)
for f in (lambda: complex(1, 2j), lambda: complex(1j, 1j), lambda: complex("1", 1), lambda: complex(1, "1"), lambda: complex(None), lambda: complex(real=1, imag=2), lambda: complex(imag=1), lambda: 1j < 2j, lambda: 1j // 1, lambda: 1j % 1, lambda: divmod(1j, 1), lambda: int(1j), lambda: float(1j), lambda: round(1j), lambda: 1j / 0, lambda: 0j ** -1, lambda: 0j ** 1j, lambda: f"{1j:0>10}", lambda: f"{1j:010}", lambda: f"{1j:=10}", lambda: f"{1j:d}", lambda: f"{1j:%}", lambda: "%f" % 1j, lambda: complex.__complex__(1j), lambda: (1+2j).__getnewargs__(), lambda: complex(1.5).__reduce_ex__(2), lambda: pow(1j, 2, 3), lambda: 1j ** 1000000, lambda: (1+1j) ** 5, lambda: (3+4j).__abs__(), lambda: 1 + 1j == 1 + 1j, lambda: {1+0j: "a"}[1], lambda: sum([1j, 2]), lambda: complex(float("nan"), 1), lambda: 1e400j, lambda: complex(10**400)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
import cmath
for n in ("sqrt", "exp", "log", "log10", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "phase", "polar", "isnan", "isinf", "isfinite"):
    for v in (0j, 1+2j, -1+0j, complex("inf"), complex("nan"), -1-0.5j):
        try: print(n, getattr(cmath, n)(v), end="; ")
        except Exception as e: print(n, type(e).__name__, e, end="; ")
    print()
print(cmath.rect(1, 2), cmath.isclose(1, 1+1e-10j), cmath.log(2, 10), cmath.infj, cmath.nanj, cmath.tau, cmath.e)
