# [slow] coroutines suspended, with __await__, __aenter__, __aiter__, __anext__ changed meanwhile
import asyncio, builtins
G = 0
class Aw:
    def __await__(self):
        yield
        return "aw", G
class Ctx:
    async def __aenter__(self): return "in"
    async def __aexit__(self, *a): log.append("out")
class It:
    def __init__(self): self.n = 0
    def __aiter__(self): return self
    async def __anext__(self):
        self.n += 1
        if self.n > 2: raise StopAsyncIteration
        return self.n, G
log = []
async def helper(): return "helper", G
async def hot(act):
    r = [await Aw(), G, ord("b"), await helper()]
    act()
    r += [await Aw(), G, ord("b"), await helper()]
    async with Ctx() as x: r.append(x)
    async for y in It(): r.append(y)
    r += [z async for z in It()]
    return r
def new_await(self):
    yield
    return "new await"
async def new_enter(self): return "new in"
async def helper2(): return "helper2"
saved = Aw.__await__, Ctx.__aenter__, It.__anext__, helper.__code__, ord
async def anext2(self):
    self.n += 1
    if self.n > 1: raise StopAsyncIteration
    return "n2"
def mess():
    global G
    G += 1
    Aw.__await__, Ctx.__aenter__, It.__anext__ = new_await, new_enter, anext2
    helper.__code__ = helper2.__code__
    builtins.ord = lambda x: "ord"
def calm():
    Aw.__await__, Ctx.__aenter__, It.__anext__, helper.__code__, builtins.ord = saved
async def main():
    for i in range(60):
        r = await hot(mess if i in (30, 50) else lambda: None)
        if i in (29, 30, 31, 50, 59): print(i, r)
        calm()
    async def other():
        await asyncio.sleep(0)
        mess()
    async def mine():
        a = G, ord("b")
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return a, G, ord("b"), await helper()
    print(await asyncio.gather(mine(), other(), mine()))
    calm()
asyncio.run(main())
print(len(log))
