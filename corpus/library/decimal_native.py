# [slow] Decimals: every operation under contexts of all kinds, signals, mappings of flags, conversions, formats.
import copy
import decimal
import pickle
import random
from decimal import *
from fractions import Fraction

rng = random.Random(20)
ROUNDINGS = [
    ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR,
    ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_05UP,
]
UNARY = """abs minus plus next_minus next_plus normalize to_integral_exact to_integral_value sqrt logb
logical_invert copy_abs copy_negate number_class is_normal is_subnormal to_sci_string to_eng_string
exp ln log10""".split()
BINARY = """add subtract multiply divide divide_int remainder remainder_near divmod compare compare_signal
compare_total compare_total_mag max max_mag min min_mag next_toward quantize copy_sign logical_and
logical_or logical_xor rotate scaleb shift same_quantum power""".split()
SPECIALS = ["NaN", "sNaN12", "Inf", "-Inf", "0", "-0E5", "1", "-1.00", "10", "1E-30", "99999", "0.5"]


def operand():
    if rng.random() < 0.25:
        return Decimal(rng.choice(SPECIALS))
    if rng.random() < 0.2:
        return Decimal("".join(rng.choice("01") for _ in range(rng.randint(1, 12))))
    digits = rng.randint(0, 10 ** rng.choice([1, 3, 9, 28, 40, 60]))
    return Decimal(f"{rng.choice(['', '-'])}{digits}E{rng.randint(-50, 30)}")


def flags(c):
    return sorted(s.__name__ for s, on in c.flags.items() if on)


def attempt(label, f):
    try:
        print(label, f())
    except Exception as e:
        print(label, type(e).__name__, e)


for name in UNARY + BINARY:
    for _ in range(6):
        c = Context(
            prec=rng.choice([1, 3, 9, 28, 28, 50]),
            rounding=rng.choice(ROUNDINGS),
            Emax=rng.choice([30, 999999]),
            Emin=rng.choice([-30, -999999]),
            clamp=rng.randint(0, 1),
            traps=rng.choice([[], [], [InvalidOperation, Overflow]]),
        )
        args = [operand() for _ in range(1 if name in UNARY else 2)]
        if name == "power" and args[1].is_finite() and abs(args[1]) > 10000:
            args[1] = Decimal(rng.randint(-50, 50))
        attempt(name, lambda: (c.prec, c.rounding, args, getattr(c, name)(*args), flags(c)))

print(Context(prec=9).fma(2, Decimal("3.33333333333"), Decimal("1E-20")))
print(pow(Decimal(-7), 13, 1000), Decimal(2) ** 10, Decimal(2) ** Decimal("0.5"), 2 ** Decimal(-3))

# Other numbers.
d = Decimal("12.50")
for other in [12, 12.5, Fraction(25, 2), True, 12.5 + 0j, "12.5", None, float("inf"), Fraction(1, 3)]:
    attempt(repr(other), lambda: (d == other, d != other, other == d))
    attempt(repr(other), lambda: (d < other, d >= other, other > d))
    attempt(repr(other), lambda: (d + other, other - d))
print(hash(d) == hash(12.5) == hash(Fraction(25, 2)), hash(Decimal(10**40)) == hash(10**40), hash(Decimal("-1")))
print(sum([Decimal("0.1")] * 10), sorted([Decimal("3"), 2, Decimal("2.5")]), max(Decimal(1), 2.5))
print(int(d), float(d), complex(d), round(d), round(d, 1), d.as_tuple(), d.as_integer_ratio(), bool(d))
print(Decimal.from_float(0.1), Decimal(0.5), Decimal((1, (1, 2, 3), -2)), Decimal(" 1_000.5\n"), Decimal("\u0661\u0662"))
with localcontext() as c:
    c.traps[FloatOperation] = True
    attempt("float", lambda: Decimal(1.5))
    attempt("float", lambda: Decimal(1) < 1.5)
    attempt("float", lambda: Decimal(1) == 1.5)

# Contexts.
c = Context(prec=5)
c.flags[Inexact] = 1
print(c, len(c.flags), c.flags is c.flags, c.flags == c.copy().flags, c.flags == c.traps, list(c.flags)[:2])
print(c.flags)
print(c.flags.get(Rounded), Inexact in c.flags, dict(c.traps)[Overflow], c.copy().flags.copy()[Inexact])
for change in ["prec=0", "prec='x'", "Emin=1", "Emax=-1", "rounding='x'", "capitals=2", "clamp=-1", "flags={}",
               "traps=[1]", "flags=c.traps", "other=1"]:
    attempt(change, lambda: exec("c." + change))
attempt("del", lambda: exec("del c.prec"))
attempt("del", lambda: exec("del c.flags[Inexact]"))
attempt("key", lambda: c.flags[int])
attempt("new", lambda: Context(prec=3, foo=1))
attempt("local", lambda: localcontext(prec=3, foo=1))
attempt("set", lambda: setcontext(3))
with localcontext(c, prec=3, rounding=ROUND_UP) as inner:
    print(getcontext() is inner, Decimal(2) / 3)
print(getcontext().prec, pickle.loads(pickle.dumps(c)).prec, copy.copy(c) is c)
setcontext(ExtendedContext)
print(getcontext() is ExtendedContext, Decimal(1) / 0, flags(getcontext()))
setcontext(DefaultContext)

# Subclasses, copies, pickles.
class Price(Decimal):
    currency = "EUR"


p = Price("9.99")
p.note = "sale"
print(type(p), p, p.note, type(p + 1), type(Price.from_float(0.5)), pickle.loads(pickle.dumps(p)) == p)
print(copy.copy(d) is d, copy.deepcopy(d) is d, pickle.loads(pickle.dumps(d)).as_tuple(), isinstance(d, decimal.Decimal))
print(DivisionUndefined.__mro__)

for spec in ["", ",", "020,", "*^20.2f", "z.1f", "e", ".3e", "G", ".1%", "+.3g", "n", "_", "d", "<010", ".0f"]:
    for text in ["1234567.891", "-0.04", "1E+20", "-Infinity", "NaN12", "0E-10"]:
        attempt(f"{spec!r} {text}", lambda: format(Decimal(text), spec))

# What no memory holds.
big = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)
attempt("third", lambda: big.divide(1, 3))
print(big.divide(Decimal(4), 2), big.sqrt(Decimal(9)), big.power(400, -1))
attempt("exp", lambda: Decimal("1E+20").exp())
attempt("power", lambda: Decimal(10) ** 10**9)
print(Decimal("-1E+20").exp(), Decimal("1E-999999999999999999"), Decimal("1E+999999").next_plus())
