# [ours] Single objects: the column's title and the words for an object, by its kind.
import sys, types
from guppy import hpy

hp = hpy()


class A:
    def m(self):
        pass


class S:
    __slots__ = ("x",)


def f():
    pass


def words(*objects):
    """The table without its numbers."""
    first, title, *rows = str(hp.iso(*objects).byid).split("\n")
    print(first.split(". Total")[0], "|", title[38:])
    for row in rows:
        print("   ", row[38:])


f.x = 1
m = types.ModuleType("mm")
m.y = 1
words(3, 1, 2, 1000, 20, 300, -7)
words(3.5, 1.0, 20.0)
words(True, False)
words(None)
words(10**50)
words(1j)
words("b" * 100, "a\n'c" * 20, 'x"y')
words(b"x" * 50)
words(f)
words(A)
words(A, S)
words(vars(m), vars(types))
words(m)
words(f.__dict__)
words(len, print)
words(sys.getsizeof)
words(types.FunctionType, int)
words([].append)
words("text", f, A, m, 7, vars(m), f.__dict__)
for o in A(), [1, 2], (1, 2, 3), {1: 2}, {1}, S(), A().m, f.__code__, sys._getframe(), object():
    title = str(hp.iso(o).byid).split("\n")[1][38:]
    text = str(hp.iso(o).byid).split("\n")[2][38:]
    at = hex(id(o))
    print(type(o).__name__, "|", title, "|", text.replace(at, "AT").split("<__main__")[0])
x = A()
x.k = 1
print(str(hp.iso(x.__dict__).byid).split("\n")[1][38:], str(hp.iso(x.__dict__).byid).split("\n")[2][38:] == hex(id(x)))
print(hp.iso(5).brief, hp.iso("t").brief, hp.iso(f).brief, hp.iso(A).brief, hp.iso(vars(m)).brief, hp.iso(f.__dict__).brief)
print(hp.iso("x" * 200).brief, hp.iso(1, 2).brief, hp.iso(1, 2, 3).brief, hp.iso(1, "x").brief)
