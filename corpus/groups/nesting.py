# except* in loops, generators, functions, with finally and else, and inside itself.
import sys


def tree(e):
    if isinstance(e, BaseExceptionGroup):
        return [e.message, *map(tree, e.exceptions)]
    return repr(e)


def classify(e):
    seen = []
    try:
        raise e
    except* (ValueError, TypeError) as g:
        seen.append(("VT", tree(g)))
    except* OSError as g:
        seen.append(("OS", tree(g)))
    else:
        seen.append("else")
    finally:
        seen.append("finally")
    return seen


G = ExceptionGroup
print(classify(ValueError(1)))
print(classify(G("a", [ValueError(1), OSError(2), G("b", [TypeError(3)])])))
try:
    classify(G("a", [KeyError(1), ValueError(2), G("b", [KeyError(3), OSError(4)])]))
except G as e:
    print("left", tree(e), e.__context__)


def twice():
    try:
        try:
            raise G("x", [ValueError(1), KeyError(2), OSError(3)])
        except* ValueError:
            print("inner", sys.exception())
        except* OSError as e:
            raise
    except* KeyError as e:
        print("outer key", tree(e))
    except* OSError as e:
        print("outer os", tree(e))
    print("now", sys.exception())


twice()


def raising():
    try:
        raise G("r", [ValueError(1), KeyError(2), TypeError(3)])
    except* ValueError as e:
        raise RuntimeError("new") from None
    except* KeyError as e:
        raise G("own", [OSError(5)])


try:
    raising()
except G as e:
    print(tree(e), [repr(x.__cause__) for x in e.exceptions], [repr(x.__context__) for x in e.exceptions])


def gen():
    try:
        yield 1
    except* ValueError as e:
        got = yield tree(e)
        print("got", got, tree(sys.exception()))
    yield "done"


g = gen()
print(next(g), g.throw(ValueError("thrown")), g.send("sent"))


def deep(n):
    try:
        if n == 0:
            raise G("deep", [ValueError(0), KeyError(0)])
        deep(n - 1)
    except* ValueError as e:
        if n < 3:
            raise ValueError(n)


try:
    deep(4)
except G as e:
    print(tree(e))

for i in range(3):
    try:
        try:
            raise G("loop", [ValueError(i), TypeError(i)])
        except* ValueError:
            for j in range(5):
                if j == 1:
                    continue
                if j == 3:
                    break
            while True:
                break
    except* TypeError as t:
        print(i, j, tree(t))
try:
    print(t)
except NameError as e:
    print(e)


def named():
    try:
        raise G("n", [ValueError(1)])
    except* ValueError as e:
        def inner():
            return tree(e)
        print(inner())
    try:
        return inner()
    except NameError as e:
        return str(e)


print(named())
try:
    try:
        raise G("n", [ValueError(1)])
    except* ValueError as e:
        del e
except NameError as x:
    print(x)


class Split(G):
    def split(self, what):
        print("split", what.__name__)
        return super().split(what)


try:
    raise Split("s", [ValueError(1), KeyError(2)])
except* OSError: print("?")
except* KeyError as e: print(type(e).__name__)
except* ValueError as e: print(type(e).__name__)


class NoSplit(G):
    def split(self, what): return 5


try:
    try:
        raise KeyboardInterrupt
    except* KeyboardInterrupt as e:
        print(type(e).__name__, tree(e))
    raise BaseExceptionGroup("b", [SystemExit(3), ValueError(4)])
except* SystemExit as e:
    print(type(e).__name__, tree(e))
except* ValueError as e:
    print(type(e).__name__, tree(e))
