# async for, async with, comprehensions: order, errors and messages.


class Pause:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        return (yield self.value)


def run(c):
    sent = None
    try:
        while True:
            print("  yields", c.send(sent))
    except StopIteration as e:
        return e.value


def attempt(c):
    try:
        print("  =", run(c))
    except BaseException as e:
        print("  !", type(e).__name__, e)
        if e.__cause__:
            print("    from", repr(e.__cause__))


async def upto(n):
    for i in range(n):
        await Pause(i)
        yield i * 10


async def loops():
    async for x in upto(3):
        if x == 10:
            continue
        print("  item", x)
    else:
        print("  else")
    async for x in upto(3):
        print("  last", x)
        break
    else:
        print("  never")
    async for a, [b, *c] in pairs():
        print("  ", a, b, c)
    async for o.attribute in upto(1):
        print("  ", o.attribute)
    try:
        async for x in upto(1):
            raise KeyError("body")
    except KeyError as e:
        print("  ", repr(e))
    for i in range(2):
        async for j in upto(2):
            if j:
                return i, j


class O:
    pass


o = O()


async def pairs():
    yield 1, "abc"
    yield 2, [3]


attempt(loops())


class Manager:
    def __init__(self, name, swallow=False, fail=None):
        self.name, self.swallow, self.fail = name, swallow, fail

    async def __aenter__(self):
        await Pause("enter " + self.name)
        if self.fail == "enter":
            raise LookupError(self.name)
        return self.name

    async def __aexit__(self, kind, value, traceback):
        print("  exit", self.name, kind and kind.__name__, value, traceback is not None)
        await Pause("exit " + self.name)
        if self.fail == "exit":
            raise LookupError(self.name)
        return self.swallow


async def managers():
    async with Manager("a") as a, Manager("b", swallow=True) as b:
        print("  in", a, b)
        raise ValueError("lost")
    async with Manager("c"):
        for i in range(3):
            async with Manager("d%d" % i):
                if i == 1:
                    break
                continue
    try:
        async with Manager("e", fail="exit"):
            raise ValueError("first")
    except LookupError as e:
        print("  ", repr(e), repr(e.__context__))
    try:
        async with Manager("f"), Manager("g", fail="enter"):
            print("  never")
    except LookupError as e:
        print("  ", repr(e))
    async with Manager("h"):
        return "value"


attempt(managers())


async def one():
    return 1


async def comprehensions():
    print(" ", [x async for x in upto(3) if x])
    print(" ", {x async for x in upto(2)}, {x: await one() async for x in upto(2)})
    print(" ", [await one() for _ in range(2)], [y async for x in upto(2) for y in (x, x + 1)])
    print(" ", [[x + y async for y in upto(2)] for x in (1, 2)])
    print(" ", [x for x in [1, 2] if await one()])
    g = (x async for x in upto(2))
    print(" ", type(g).__name__, g.__name__, [x async for x in g])
    g = (await one() for _ in range(2))
    print(" ", type(g).__name__, [x async for x in g])
    print(" ", [f async for f in (lambda: 1, lambda: 2).__class__ and upto(1)])
    x = "outer"
    print(" ", [x async for x in upto(1)], x)
    print(" ", [(lambda: x)() async for x in upto(2)])


attempt(comprehensions())


def synchronous():
    return (x async for x in upto(2))


async def uses():
    return [x async for x in synchronous()]


attempt(uses())


class NoNext:
    def __aiter__(self):
        return 5


class BadNext:
    def __aiter__(self):
        return self

    def __anext__(self):
        return 7


class FailingNext(BadNext):
    def __anext__(self):
        raise ZeroDivisionError("in anext")


class BadAwait(BadNext):
    class Item:
        def __await__(self):
            return 3

    def __anext__(self):
        return self.Item()


async def over(o):
    async for _ in o:
        pass


async def inside(o):
    async with o:
        pass


for o in (5, [1], NoNext(), BadNext(), FailingNext(), BadAwait()):
    attempt(over(o))


class OnlyEnter:
    async def __aenter__(self):
        pass


class Synchronous:
    def __enter__(self):
        return self

    def __exit__(self, *parts):
        pass


class NotAwaitable:
    def __aenter__(self):
        return 1

    def __aexit__(self, *parts):
        return 2


class ExitNotAwaitable(NotAwaitable):
    async def __aenter__(self):
        return 1


for o in (5, OnlyEnter(), Synchronous(), NotAwaitable(), ExitNotAwaitable()):
    attempt(inside(o))


def with_sync():
    with Manager("sync"):
        pass


try:
    with_sync()
except TypeError as e:
    print(e)

for source in (
    "await x",
    "def f(): await x",
    "lambda: await x",
    "async def f(): lambda: (await x)",
    "async def f():\n def g():\n  await x",
    "async def f(x=await y): pass",
    "async for x in y: pass",
    "def f():\n async for x in y: pass",
    "async with x: pass",
    "def f():\n async with x: pass",
    "def f(): return [x async for x in y]",
    "def f(): return [await x for x in y]",
    "def f(): return {x: 1 async for x in y}",
    "class C:\n [x async for x in y]",
    "[await x for x in y]",
    "def f(): return (await x for x in y)",
    "def f(): return [x for x in await y]",
    "async def f(): yield from x",
    "async def f():\n yield 1\n return 2",
    "async def f():\n yield 1\n return",
    "async def f():\n return (yield)",
    "async def f():\n [(yield) for x in y]",
    "await = 1",
    "def async(): pass",
):
    try:
        code = compile(source, "source", "exec")
    except SyntaxError as e:
        print(repr(source), "->", e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
    else:
        flags = [c.co_flags & 0x2A0 for c in code.co_consts if hasattr(c, "co_flags")]
        print(repr(source), "-> fine", flags)


@(lambda f: f)
async def decorated(a: int, *, b: str = "b") -> None:
    "doc"


print(decorated.__doc__, decorated.__annotations__, decorated.__kwdefaults__, decorated.__code__.co_flags & 0x80)


class C:
    async def method(self):
        self.x = await one()
        return super().__repr__()[:1]

    @staticmethod
    async def static():
        return "static"

    @classmethod
    async def of_class(cls):
        return cls.__name__


attempt(C().method())
attempt(C.static())
attempt(C.of_class())
