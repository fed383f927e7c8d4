# In class bodies comprehensions have no frame of their own, and do not see the names of the class.
import sys
import traceback

x = "global"


def frame_name():
    return sys._getframe(1).f_code.co_qualname


class C:
    x = "class"
    items = [x for x in range(3)]
    seen = [x for _ in range(1)]
    name = [frame_name() for _ in range(1)]
    lambdas = [f() for f in [lambda: (i, x) for i in range(2)]]
    nested = [[j + i for j in range(i)] for i in range(3)]
    pairs = {k: v for k, v in zip("ab", range(2))}
    letters = sorted({c for c in "hello"})
    first = [y for y in [x]]
    try:
        hidden = [n for _ in range(1)]
    except NameError as e:
        hidden = str(e)
    n = 3
    count = [i for i in range(n)]
    private = [__name for __name in range(2)]
    names = sorted(k for k in locals() if not k.startswith("_"))


for name in ("items", "seen", "name", "lambdas", "nested", "pairs", "letters", "first", "hidden", "count"):
    print(name, getattr(C, name))
print(C.private, C.names, hasattr(C, "i"), hasattr(C, "j"))


def outer():
    v = "function"

    class K:
        v = "class"
        plain = [v for _ in range(1)]
        deep = [[v for _ in range(1)] for _ in range(1)]
        function = [(lambda: v)() for _ in range(1)]
        generator = [next(v for _ in range(1)) for _ in range(1)]

        def method(self):
            return [v for _ in range(1)], [__class__.__name__ for _ in range(1)]

    return K.plain, K.deep, K.function, K.generator, K().method()


print(outer())
try:

    class Broken:
        bad = [1 / z for z in (1, 0)]

except ZeroDivisionError as e:
    print([f.name for f in traceback.extract_tb(e.__traceback__)])
