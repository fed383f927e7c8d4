# Calls with wrong arguments, of functions and of builtins.  [slow]
def f(a, b=2, /, c=3, *args, d, e=5, **kw): return a, b, c, args, d, e, kw
print(f(1, d=4), f(1, 2, 3, 4, 5, d=6, z=7), f(*[1, 2], **{"d": 1, "a": 9}), f(1, d=2, a=3, b=4))
def g(a, b): pass
def h(*, k, l): pass
def p(x, /, y): pass
def n(): pass
class C:
    def m(self, a): pass
    def __init__(self, q=1): pass
    @staticmethod
    def s(a): pass
    @classmethod
    def c(cls, a): pass
lam = lambda x: x
for s in ("f()", "f(1)", "f(1, e=1)", "f(1, d=1, d=2)" if 0 else "f(1, **{'d': 1}, **{'d': 2})", "g()", "g(1)", "g(1, 2, 3)", "g(1, 2, 3, 4)", "g(1, a=2)", "g(1, c=2)", "g(b=1)", "h()", "h(k=1)", "h(1, k=1, l=2)", "h(1, 2)", "p(x=1, y=2)", "p(1, 2, 3)", "p(1, z=3)", "n(1)", "n(a=1)", "C().m()", "C().m(1, 2)", "C.m()", "C.m(1)", "C(1, 2)", "C(z=1)", "C.s()", "C.c(1, 2)", "lam()", "lam(1, 2)", "g(*5)", "g(**5)", "g(**{1: 2})", "g(*[1], *[2, 3])", "g(1, *[2], a=3)", "print(*5)", "print(**5)", "len()", "len(1, 2)", "len(a=1)", "len(5)", "int(1, 2, 3)", "int('a', 2)", "sorted()", "sorted(1, 2)", "sorted([1], foo=1)", "min()", "max([])", "max(1)", "max(1, 2, foo=1)", "isinstance(1)", "isinstance(1, 5)", "range()", "range(1, 2, 3, 4)", "range('a')", "range(1, 2, 0)", "getattr(1)", "getattr(1, 2)", "getattr(1, 'a')", "open()", "sum()", "sum(5)", "sum(['a'])", "sum([], '')", "zip(5)", "zip([1], strict=1) and 1", "map()", "map(1)", "list(map(1, [2]))", "filter(1)", "enumerate()", "enumerate(5)", "iter()", "iter(5)", "iter(5, 6)", "next()", "next(5)", "next(iter([]))", "dict(1)", "dict([1])", "dict([(1, 2, 3)])", "dict(a=1, **{'a': 2})", "str(1, 2)", "str(b'a', 'zz')", "str(b'a', 'utf8', 'x', 4)", "bytes('a')", "bytes(-1)", "bytes([256])", "bytes(1.5)", "chr(-1)", "chr('a')", "ord('ab')", "ord(5)", "ord(b'')", "hash([])", "id()", "callable()", "pow()", "pow(1)", "pow(2, -1, 0)", "pow(2.0, 1, 3)", "round('a')", "round(1, 'a')", "abs('a')", "divmod(1, 0)", "divmod('a', 1)", "bin('a')", "hex(1.5)", "compile()", "compile('1', 'f', 'zz')", "eval('1 +')", "exec(5)", "eval(5)", "vars(5)", "dir(1, 2)", "input(1, 2)", "__import__()", "__import__(5)", "slice()", "super(1, 2)", "property(1)(2)", "type(1)(2, 3, 4)", "float('x')", "float([])", "complex('x')", "complex('1', 2)", "complex(1, 'x')", "complex([])", "bool(1, 2)", "tuple(5)", "set(5)", "set([[]])", "frozenset(1, 2)", "memoryview(5)", "object(5)", "reversed(5)", "reversed({1})", "format(1, 'z')", "format(1, 5)", "ascii()", "delattr(5, 'x')", "setattr(5, 'x', 1)", "hasattr(5, 5)", "all(5)", "any(5)", "anext(5)", "aiter(5)", "breakpoint" and "globals(1)", "staticmethod()", "classmethod(1, 2)"):
    try: print(s, "->", eval(s))
    except Exception as e: print(s, "->", type(e).__name__, e)
