# [slow] Sizes beyond all memory are refused by an error, at once.
import sys


def attempt(code):
    try:
        r = eval(code)
        print(code, "=", r if isinstance(r, (int, bool)) and r < 1 << 100 else type(r).__name__)
    except Exception as e:
        print(code, "!", type(e).__name__, e)


for code in ["1 << (1 << 62)", "1 << (1 << 70)", "0 << (1 << 70)", "1 >> (1 << 70)", "-1 >> (1 << 70)", "'a' * (1 << 62)", "'a' * (1 << 63)", "'a' * (1 << 70)", "'' * (1 << 62)", "'a' * -(1 << 70)", "'ab' * (1 << 62)", "b'a' * (1 << 62)", "b'ab' * (1 << 62)", "[1] * (1 << 62)", "[1, 2] * (1 << 62)", "(1,) * (1 << 62)", "[] * (1 << 62)", "[1] * (1 << 70)", "bytearray(1 << 62)", "bytes(1 << 62)", "bytes(1 << 63)", "bytes(1 << 70)", "bytearray(b'a') * (1 << 62)", "'a'.center(1 << 62)", "'a'.ljust(1 << 63)", "'a'.zfill(1 << 62)", "'%*d' % (1 << 70, 1)", "'%.*f' % (1 << 40, 1)", "format(1, '1' + '0' * 30)", "format('a', '9223372036854775808')", "(5).to_bytes(1 << 62)", "range(1 << 70)[1 << 69]", "len(range(1 << 63))", "list(range(1 << 62))", "'a'[1 << 70]", "'abc'[1 << 70:]", "[1][1 << 70]", "[1, 2][-(1 << 70):]", "slice(1 << 70).indices(5)", "[].insert(1 << 70, 1)", "[1].pop(1 << 70)", "chr(1 << 70)", "hash(1 << 1000)", "float(1 << 2000)", "int('1' * 4301)", "len(str(10 ** 4299))", "str(10 ** 4300)", "repr(1 << 20000)", "f'{1 << 20000}'", "'%d' % (1 << 20000)", "len(hex(1 << 20000))", "len(f'{1 << 20000:x}')", "int('f' * 5000, 16).bit_length()", "int('7' * 5000, 7)", "round(1e308, -400)", "round(1.5, 1 << 70)", "round(1.5, -(1 << 70))", "2 ** 0.5 ** 1e5", "1e308 * 10 - 1e309", "(1 << 1024) / 1", "(1 << 5000) / (1 << 4990)", "5 % (1 << 5000)", "-5 % (1 << 200) > 0", "pow(3, 1 << 2000, 1000)", "'a'.expandtabs(1 << 70)", "'a'.replace('a', 'b', 1 << 62)", "'a,b'.split(',', 1 << 62)", "'a'.find('a', -(1 << 70), 1 << 70)", "[1].index(1, -(1 << 70), 1 << 70)", "divmod(1 << 200, -(1 << 100)) == (-(1 << 100), 0)", "sum(range(1 << 10)) ** 5", "int.from_bytes(b'\\xff' * 1000).bit_length()", "(1 << 8000).to_bytes(1)", "complex(1 << 2000)", "1j * (1 << 2000)", "(1 << 2000) * 1.0", "(1 << 2000) > 1e308", "(1 << 2000) == float('inf')", "float('inf') > 1 << 2000", "1 << 1.5", "'a' * 1.0", "sys.getsizeof(1 << 1000) > 100"]:
    attempt(code)


class Huge:
    def __len__(self):
        return 1 << 62

    def __getitem__(self, i):
        raise IndexError

    def __length_hint__(self):
        return 1 << 62

    def __iter__(self):
        return iter([1])


class TooHuge:
    def __len__(self):
        return 1 << 63


for fn in (lambda: len(Huge()), lambda: len(TooHuge()), lambda: bool(TooHuge()), lambda: bool(Huge()), lambda: "skip", lambda: "skip"):
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)


def many(n):
    return eval("(lambda " + ", ".join(f"a{i}" for i in range(n)) + ": a" + str(n - 1) + ")(" + ", ".join(map(str, range(n))) + ")")


print(many(300), len(eval("[" + "1," * 5000 + "]")), eval("+".join(["1"] * 500)), eval("-" * 50 + "1"), eval("(" * 50 + "1" + ")" * 50), eval("[" * 50 + "]" * 50) != [], eval("not " * 51 + "1"), eval(" or ".join(["0"] * 500 + ["7"])), eval("1" + " if 1 else 2" * 50))
for code in ["(" * 201 + ")" * 201, "[" * 300 + "]" * 300, "x" + "[0]" * 300, "a." * 300 + "b"]:
    try:
        compile(code, "<deep>", "eval")
        print("compiles")
    except (SyntaxError, MemoryError, RecursionError) as e:
        print(type(e).__name__, e)
src = "def f():\n" + "".join(f" v{i} = {i}\n" for i in range(1000)) + " return " + "+".join(f"v{i}" for i in range(0, 1000, 10))
ns = {}
exec(src, ns)
print(ns["f"](), len(ns["f"].__code__.co_varnames))
src = "".join("  " * i + f"for i{i} in [{i}]:\n" for i in range(19)) + "  " * 19 + "print(i0, i18)\n"
exec(src)
src = "".join("  " * i + "if 1:\n" for i in range(99)) + "  " * 99 + "print('deep if')\n"
exec(src)
for n in (20, 21):
    try:
        exec("".join("  " * i + f"while 1:\n" for i in range(n)) + "  " * n + "raise KeyError('bottom')\n")
    except (SyntaxError, KeyError) as e:
        print(n, type(e).__name__, e.args[0])
