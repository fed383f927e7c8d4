"""_sre itself: constants, case functions, code that is not valid, code that is."""
import _sre

print(_sre.MAGIC, _sre.CODESIZE, _sre.MAXREPEAT, _sre.MAXGROUPS, _sre.getcodesize())
for c in (65, 97, 48, 0xc9, 0xe9, 0xdf, 0x130, 0x131, 0x1e9e, 0x3a3, 0x3c2, 0x10400, 0x110000):
    print(c, _sre.ascii_iscased(c), _sre.unicode_iscased(c), _sre.ascii_tolower(c), _sre.unicode_tolower(c))

def compile(code, groups=0):
    try:
        return _sre.compile("p", 0, code, groups, {}, (None,) * (groups + 1))
    except (RuntimeError, OverflowError, TypeError) as e:
        return f"{type(e).__name__}: {e}"

for code in ([], [1], [0], [16, 97], [16], [16, 97, 1], [99, 1], [6, 3, 1], [6, 12, 1], [17, 0, 1], [11, 0, 1],
             [13, 3, 16, 97, 0, 1], [13, 4, 16, 97, 0, 1], [13, 2, 99, 0, 1], [15, 2, 1], [7, 4, 16, 97, 15, 2, 0, 1],
             [7, 5, 16, 97, 15, 2, 0, 1], [24, 6, 0, 5, 16, 97, 1, 1], [24, 6, 5, 0, 16, 97, 1, 1], [24, 60, 0, 5, 16, 97, 1, 1],
             [23, 5, 0, 1, 16, 97, 18, 1], [23, 5, 0, 1, 16, 97, 2, 1], [4, 5, 0, 16, 97, 1, 1], [4, 5, 0, 16, 97, 0, 1],
             [12, 0, 4, 16, 97, 1], [9, 0, 1], [-1], [2**32], ["a"], [1.5]):
    p = compile(code)
    print(code, "->", p if isinstance(p, str) else [p.match(t) and p.match(t).span() for t in ("", "a", "aa")])
for args in ((), ("p",), ("p", 0, (1,), 0, {}, ()), ("p", 0, [1], 0, [], ()), ("p", 0, [1], 0, {}, []),
             (3, 0, [1], 0, {}, ()), ("p", "x", [1], 0, {}, ()), ("p", 0, [1], -1, {}, ())):
    try:
        print(_sre.compile(*args))
    except (TypeError, RuntimeError) as e:
        print(type(e).__name__, e)
p = _sre.compile(None, 0, [16, 97, 1], 0, {}, (None,))
print(p.pattern, p, p.match("a"), p.match(b"a"))

