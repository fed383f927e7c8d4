# print: sep, end, file, flush, str of arguments, non-strings and errors.
import sys
print()
print(1, "a", None, 2.5, [1, "x"], ("t",), {"k": b"v"}, sep="|")
print(1, 2, sep="", end="!\n")
print("a", "b", sep="\n")
print("x", end="")
print("y", end=None)
print("p", "q", sep=None)
print(*range(5), sep=", ")
print("é", "名前", "😀", "\t|")
print("err?", file=sys.stdout)
print("flush", flush=True)


class Out:
    def __init__(self):
        self.parts = []

    def write(self, s):
        self.parts.append(s)
        return len(s)

    def flush(self):
        self.parts.append("<flush>")


o = Out()
print("a", 1, file=o)
print("b", "c", sep="-", end="", file=o, flush=True)
print(file=o)
print(o.parts)
old = sys.stdout
sys.stdout = o
print("captured")
sys.stdout = old
print(o.parts[-2:])
sys.stdout = None
print("goes nowhere")
sys.stdout = old
for fn in [lambda: print(sep=1), lambda: print(end=b"x"), lambda: print(file=5), lambda: print("x", foo=1), lambda: print("x", file=object()), lambda: print(1, 2, sep=["a"])]:
    try:
        fn()
    except Exception as e:
        print(type(e).__name__, e)


class S:
    def __str__(self):
        return "S!"


class Bad:
    def __str__(self):
        raise ValueError("cannot print")


class BadType:
    def __str__(self):
        return 5


print(S(), [S.__name__])
for b in (Bad(), BadType()):
    try:
        print("before", b)
    except Exception as e:
        print("|", type(e).__name__, e)
print(sys.stdout.write("direct\n"))
sys.stdout.flush()
for row in [("name", "qty", "price"), ("apple", 3, 1.5), ("kiwi", 12, 0.25)]:
    name, qty, price = row
    print(f"{name:<8}{qty:>5}{price:>8}" if isinstance(qty, str) else f"{name:<8}{qty:>5d}{price:>8.2f}")
print("%-10s|%5d|%8.3f" % ("left", 42, 3.14159))
print("{:<10}|{:>5}|{:^9}".format("left", 42, "mid"))
print("a\0b".encode(), "tab\tend", "cr\\r", repr("\r\n"), ascii("é"), str(b"x"), repr(S) == str(S))
print(print, len, sep="\n")
print(print("inner"), end=" <- None\n")
print(True, False, None, ..., NotImplemented, 1e100, -0.0, 10 ** 25, 1j, range(3), slice(1), int, type, sep=" ")
print([1.0, "a'b", 'q"', b"\x00", None], {1: [2, (3,)]}, {(1,): {2}}, frozenset([5]), bytearray(b"x"), [[]], [()], {0: {}})
