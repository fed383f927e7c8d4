# Generators and coroutines keep the code they were made of.
def gen():
    for i in range(5):
        yield ("old", i)


def new():
    yield "new"


it = gen()
print(next(it), next(it))
gen.__code__ = new.__code__
print(list(it), list(gen()))


def delegating():
    yield "begin"
    yield from inner()
    yield "end"


def inner():
    yield 1
    yield 2


def inner2():
    yield "two"


it = delegating()
print(next(it))
inner.__code__ = inner2.__code__
print(list(it))


async def co():
    return await pause("old")


class pause:
    def __init__(self, v):
        self.v = v

    def __await__(self):
        yield self.v
        return self.v


async def co2():
    return "new"


c = co()
print(c.send(None))
co.__code__ = co2.__code__
for c in (c, co()):
    try:
        print(c.send(None))
    except StopIteration as e:
        print("returned", e.value)
import gc
del gen, inner
gc.collect()
