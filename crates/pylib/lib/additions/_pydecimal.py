

# What is said of values that a context does not take.
_RANGES = {
    name: f"valid {'range' if top else 'values'} for {name} {'is' if top else 'are'} {values}"
    for name, top, values in (
        ("prec", True, "[1, MAX_PREC]"), ("Emin", True, "[MIN_EMIN, 0]"), ("Emax", True, "[0, MAX_EMAX]"),
        ("capitals", False, "0 or 1"), ("clamp", False, "0 or 1"),
    )
}
_ROUNDINGS = ("valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n"
              "   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]")

# The signals in the order in which a context shows them.
_BY_BIT = (Clamped, InvalidOperation, DivisionByZero, Inexact, FloatOperation, Overflow, Rounded, Subnormal, Underflow)
