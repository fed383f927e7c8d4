"""async with, async for and await at their edges."""

import types


def run(coroutine):
    """Runs a coroutine whose awaitables yield what they wait for."""
    waited = []
    try:
        value = None
        while True:
            value = coroutine.send(value)
            waited.append(value)
    except StopIteration as e:
        return e.value, waited
    except Exception as e:
        return f"{type(e).__name__}: {e}", waited


class Wait:
    def __init__(self, value): self.value = value
    def __await__(self): return (yield self.value)


class Manager:
    def __init__(self, swallow): self.swallow = swallow
    async def __aenter__(self): await Wait("enter"); return self
    async def __aexit__(self, *details): await Wait(("exit", details[0] and details[0].__name__)); return self.swallow


class Count:
    def __init__(self, n): self.n = n
    def __aiter__(self): return self
    async def __anext__(self):
        if not self.n:
            raise StopAsyncIteration
        self.n -= 1
        return await Wait(self.n) or self.n


async def managed(swallow):
    async with Manager(swallow) as m, Manager(False):
        await Wait("body")
        1 / 0
    return "after", m.swallow


async def looped():
    total = []
    async for i in Count(3):
        if i == 1:
            continue
        total.append(i)
    else:
        total.append("else")
    return total, [i async for i in Count(2)], {i: j async for i in Count(1) for j in [await Wait("j")]}


@types.coroutine
def old_style():
    got = yield "old"
    return got, "done"


async def mixed():
    return await old_style(), sum([i async for i in agen()])


async def agen():
    try:
        for i in range(3):
            yield i
            await Wait(f"between {i}")
    finally:
        await Wait("cleanup")


async def closed():
    g = agen()
    first = await anext(g)
    await g.aclose()
    return first, await anext(g, "default"), g.ag_running, g.ag_frame


async def wrong(kind):
    if kind == 0:
        await 5
    if kind == 1:
        async with 5:
            pass
    if kind == 2:
        async for _ in 5:
            pass
    if kind == 3:
        async for _ in BadIter():
            pass
    if kind == 4:
        await BadAwait()
    if kind == 5:
        with Manager(True):
            pass
    if kind == 6:
        raise StopIteration(1)
    if kind == 7:
        c = managed(True)
        try:
            return [x for x in c]
        finally:
            c.close()


class BadIter:
    def __aiter__(self): return 5


class BadAwait:
    def __await__(self): return 5


print(run(managed(True)))
print(run(managed(False)))
print(run(looped()))
print(run(mixed()))
print(run(closed()))
for kind in range(8):
    print(run(wrong(kind)))
c = looped()
print(c.cr_running, c.cr_await, c.cr_code.co_name, c.cr_origin)
c.send(None)
print(c.cr_await is not None, c.cr_frame.f_code.co_name)
c.close()
for again in (c.send, c.throw):
    try:
        again(None if again == c.send else ValueError)
    except (RuntimeError, ValueError) as e:
        print(type(e).__name__, e)
