# sum, min, max, any, all, abs, divmod, pow, round, sorted, len.
print(sum([]), sum([1, 2.5]), sum([[1], [2]], []), sum((), 5), sum(range(5), start=10), sum([True, True]), sum([0.1] * 10), sum([1e16, 1, -1e16]), sum([1j, 2]), sum([10 ** 20, 1]), sum([2 ** 62, 2 ** 62]), sum([0.1, 0.2, 0.3]), sum([1, 0.5, 2 ** 70]))
print(min(3, 1, 2), max("abc"), min([5]), max([], default="d"), min({}, default=None), max(1, 2, key=lambda x: -x), max(["a", "bbb", "cc"], key=len), min("b", "a"), max([1, 1.0, True]), min([1, True, 1.0]), max((1, 2), (1, 3)), max({"x": 1, "y": 0}), max([3, 1], [3, 0]), min(2, 1.5), max(iter([1, 9, 3])), max([0.0, -0.0]), min("x", "y", key=None))
print(any([]), all([]), any([0, "", 1]), all([1, "a", []]), any(x > 2 for x in range(4)), all(x < 2 for x in range(4)), any("0"), any({0: 1}), all({0: 1}))
print(abs(-5), abs(-2.5), abs(3 + 4j), abs(True), abs(-0.0), abs(-(10 ** 20)), divmod(7, 2), divmod(-7, 2), divmod(7.5, 2), divmod(7, -2.0), divmod(True, True), pow(2, 10), pow(2, -1), pow(2, 0.5), pow(-1, 0.5), pow(3, 4, 5), pow(2, 10, -7), pow(0, 0), pow(2, 3, mod=5), pow(base=2, exp=5), pow(10, 20, 10 ** 9 + 7), pow(-2, 3), pow(38, -1, 97))
print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234.5, -2), round(7), round(7, 2), round(75, -1), round(1e20), round(True), round(0.1 + 0.2, 10), round(number=5.55, ndigits=1))
print(len("é名"), len([[]]), len({1: 2}), len(range(5)), len(b"ab"), len(frozenset([1, 1])), sorted("bca"), sorted([3, 1], reverse=True), sorted({"b": 1, "a": 2}.items(), key=lambda p: p[1]), list(reversed("abc")), list(enumerate("ab")), list(zip("ab", [1, 2])))
print(bin(5), bin(-5), bin(0), oct(8), oct(-8), hex(255), hex(-255), hex(2 ** 70), bin(True), chr(65), ord("A"), ord(b"a"), ascii("aé名😀"), repr("a\n"), callable(len), callable(5), hash(5), hash("a") == hash("a"), hash(1.5), hash(None) == hash(None), id(5) == id(5), isinstance(5, (str, int)), issubclass(bool, int))
print(bool(), int(), float(), str() == "", list(), tuple(), dict(), set(), bytes(), complex(), frozenset(), bytearray(), object() is not object(), type(object()).__name__)
for fn in [lambda: sum(5), lambda: sum(["a"]), lambda: sum([1], "a"), lambda: sum([b"a"], b""), lambda: sum([bytearray()], bytearray()), lambda: sum(["a"], ""), lambda: sum(), lambda: sum([1], 2, 3), lambda: sum([None]), lambda: sum([1, "a"]), lambda: sum([1.0, "a"]), lambda: min(), lambda: min(5), lambda: min([]), lambda: max([], key=len), lambda: max(1, 2, default=3), lambda: max([1], foo=2), lambda: max([1, "a"]), lambda: max(1, 2, key=5), lambda: min([None, 1]), lambda: any(5), lambda: any(), lambda: any([1], [2]), lambda: all([Bad()]), lambda: abs("a"), lambda: abs(), lambda: abs(1, 2), lambda: divmod(1, 0), lambda: divmod(1.0, 0), lambda: divmod("a", 1), lambda: pow(2, -1, 0), lambda: pow(2, -1, 4), lambda: pow(2.0, 1, 2), lambda: pow("a", 2), lambda: pow(2, 3, "a"), lambda: pow(0, -1), lambda: pow(), lambda: pow(1), lambda: pow(2, 3, 0), lambda: round("a"), lambda: round(), lambda: round(1, "a"), lambda: round(1.5, 2.0), lambda: round(None), lambda: len(5), lambda: len(), lambda: len([], []), lambda: len(x=[]), lambda: bin("a"), lambda: hex(1.5), lambda: oct(None), lambda: chr(-1), lambda: chr(1 << 40), lambda: chr("a"), lambda: ord(5), lambda: ord("ab"), lambda: ord(b""), lambda: hash([]), lambda: hash(), lambda: isinstance(), lambda: isinstance(5, "int"), lambda: issubclass(5, int), lambda: issubclass(int, "x"), lambda: callable(), lambda: sorted(), lambda: sorted(5), lambda: reversed(5), lambda: reversed(), lambda: id(), lambda: repr(), lambda: ascii(), lambda: bool(1, 2), lambda: tuple(1), lambda: frozenset(5)]:
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)


class Bad:
    def __bool__(self):
        raise ValueError("bool")


class Num:
    def __abs__(self):
        return "abs"

    def __divmod__(self, o):
        return ("dm", o)

    def __pow__(self, e, m=None):
        return ("pow", e, m)

    def __rpow__(self, b):
        return ("rpow", b)

    def __round__(self, *a):
        return ("round", a)

    def __len__(self):
        return True

    def __add__(self, o):
        return "added"

    def __radd__(self, o):
        return f"{o}+"


n = Num()
print(abs(n), divmod(n, 2), pow(n, 2), pow(n, 2, 3), pow(2, n), round(n), round(n, 1), len(n), sum([n]), sum([n], 5), n ** 2, 2 ** n)
try:
    all([1, Bad()])
except ValueError as e:
    print(e)
