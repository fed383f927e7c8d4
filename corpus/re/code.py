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


# Objects made by hand: `(a)|(b)+`, named x and y.
p = _sre.compile("(a)|(b)+", 32, [14, 4, 0, 1, 4294967295, 7, 9, 17, 0, 16, 97, 17, 1, 15, 16, 14, 23, 9, 1, 4294967295,
                 17, 2, 16, 98, 17, 3, 18, 15, 2, 0, 1],
                 2, {"x": 1, "y": 2}, (None, "x", "y"))
print(p, p.groups, p.groupindex, p.findall("abbca"), p.split("xabbc"), [m.span() for m in p.finditer("abba")])
print(p.sub("-", "xabbcb"), p.subn(lambda m: m.group().upper() * 2, "xabbc", 1), p.sub(lambda m: m["y"], "abc"))
m = p.search("xxbb")
print(m, m.groups(), m.groups(0), m.groupdict(), m.regs, m.lastindex, m.lastgroup, m["y"], m.group(1, 2), m.string, m.re is p)
s = p.scanner("abxb")
print(s.match(), s.search(), s.search(), s.search(), s.pattern is p)
found = [m for m in p.finditer("ab" * 20)]
del p, s
print(len(found), found[-1].re.pattern, found[-1])
