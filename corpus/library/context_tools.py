# [slow] What contextlib offers.
from contextlib import *
import io, sys, asyncio


@contextmanager
def cm(n):
    print("in", n)
    try:
        yield (n * 2)
    except ValueError as e:
        print("caught", e)
    finally:
        print("out", n)


with cm(1) as x, cm("a") as y:
    print(x, y)
with cm(2):
    raise ValueError("v")
try:
    with cm(3):
        raise KeyError("k")
except KeyError as e:
    print("passed", e)


@cm(5)
def deco():
    print("body")
    return 7


print(deco(), deco())
with ExitStack() as st:
    print(st.enter_context(cm("s")))
    st.callback(print, "cb", 1, sep="-")
    st.push(lambda *a: print("push", a[0]))
    st2 = st.pop_all()
print("later")
st2.close()
with suppress(ZeroDivisionError, KeyError):
    1 / 0
o = io.StringIO()
with redirect_stdout(o):
    print("hidden")
with redirect_stderr(o):
    print("e", file=sys.stderr)
print(repr(o.getvalue()))


class C:

    def close(self):
        print("closed")


with closing(C()) as c:
    print(type(c).__name__)
with nullcontext(4) as n:
    print(n)


class D(ContextDecorator):

    def __enter__(self):
        print("enter")
        return self

    def __exit__(self, *a):
        print("exit", a[0])
        return True


@D()
def f():
    raise RuntimeError


print(f())


def t(g):
    try:
        print(g())
    except Exception as e:
        print(type(e).__name__, e)


@contextmanager
def noyield():
    if 0:
        yield


@contextmanager
def two():
    yield 1
    yield 2


def use(m):
    with m() as x:
        return x


t(lambda: use(noyield))
t(lambda: use(two))
t(lambda: use(lambda: 5))
t(lambda: use(lambda: C()))


@asynccontextmanager
async def ac():
    print("aenter")
    yield 3
    print("aexit")


async def main():
    async with ac() as a:
        print(a)
    async with AsyncExitStack() as s:
        print(await s.enter_async_context(ac()))
        s.push_async_callback(asyncio.sleep, 0)
    async with aclosing(agen()) as g:
        print([x async for x in g])


async def agen():
    yield 1
    yield 2


asyncio.run(main())
try:
    with suppress(ValueError):
        raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
except ExceptionGroup as e:
    print(e.exceptions)
with chdir("/"):
    import os

    print(os.getcwd())
print(isinstance(C(), AbstractContextManager), isinstance(D(), AbstractContextManager))
