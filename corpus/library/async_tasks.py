# [slow] Tasks, groups, queues, timeouts.
import builtins
import re


def print(*values, **options):
    """As the built-in one, without addresses."""
    builtins.print(*[re.sub(r" at 0x[0-9a-f]+| id='\d+'", "", str(value)) for value in values], **options)


import asyncio, sys, time


async def w(n, d):
    await asyncio.sleep(d)
    print("done", n)
    return n


async def main():
    print(await asyncio.gather(w(1, 0.5), w(2, 0.01)))
    t = asyncio.create_task(w(3, 1), name="three")
    await asyncio.sleep(0)
    print(t.get_name(), t.done(), t.cancel())
    try:
        await t
    except asyncio.CancelledError as e:
        print("cancelled", repr(e), t.cancelled())
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(1)
    except TimeoutError:
        print("timeout")
    async with asyncio.TaskGroup() as tg:
        a = tg.create_task(w(4, 0.01))
        b = tg.create_task(w(5, 0))
    print(a.result(), b.result())
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(w(6, 9))

            async def bad():
                raise ValueError("x")

            tg.create_task(bad())
    except* ValueError as eg:
        print(eg.exceptions, eg)
    q = asyncio.Queue(2)

    async def prod():
        for i in range(4):
            await q.put(i)
        await q.put(None)

    async def cons():
        while (x := (await q.get())) is not None:
            print("got", x)
            q.task_done()

    await asyncio.gather(prod(), cons())
    print(q, q.qsize(), q.empty())
    l = asyncio.Lock()
    e = asyncio.Event()
    s = asyncio.Semaphore(1)
    c = asyncio.Condition()
    async with l:
        print(l.locked())
    asyncio.get_running_loop().call_later(0.01, e.set)
    print(await e.wait(), e.is_set())
    async with s:
        print(s.locked())
    for x in asyncio.as_completed([w("b", 0.5), w("a", 0.01)]):
        print(await x)
    done, pend = await asyncio.wait(
        [asyncio.create_task(w(7, 0)), asyncio.create_task(w(8, 2))], return_when=asyncio.FIRST_COMPLETED
    )
    print(len(done), len(pend))
    [p.cancel() for p in pend]
    print(await asyncio.shield(w(9, 0)))
    f = asyncio.get_running_loop().create_future()
    f.add_done_callback(lambda f: print("cb", f.result()))
    f.set_result(1)
    await asyncio.sleep(0)
    for g in (
        lambda: f.set_result(2),
        lambda: asyncio.get_running_loop().create_future().result(),
        lambda: f.exception(),
    ):
        try:
            print(g())
        except Exception as x:
            print(type(x).__name__, x)

    async def gen():
        for i in range(3):
            yield i
            await asyncio.sleep(0)

    print([x async for x in gen()], [x async for x in gen() if x])

    async def handle(r, wr):
        d = await r.readline()
        wr.write(d.upper())
        await wr.drain()
        wr.close()

    srv = await asyncio.start_server(handle, "127.0.0.1", 0)
    port = srv.sockets[0].getsockname()[1]
    r, wr = await asyncio.open_connection("127.0.0.1", port)
    wr.write(b"hello\n")
    print(await r.read())
    wr.close()
    srv.close()
    await srv.wait_closed()
    asyncio.get_running_loop().set_exception_handler(
        lambda l, c: print("handler", c["message"], c.get("exception"))
    )

    async def never():
        raise KeyError("lost")

    t = asyncio.create_task(never())
    await asyncio.sleep(0)
    del t
    import gc

    gc.collect()
    await asyncio.sleep(0)
    return "ret"


print(asyncio.run(main()))
try:
    asyncio.run(w)
except ValueError as e:
    print(e)


async def nested():
    asyncio.run(w(1, 0))


try:
    asyncio.get_running_loop()
except RuntimeError as e:
    print(e)
with asyncio.Runner() as r:
    print(r.run(w("r", 0)))


async def ex():
    raise SystemExit(3)


try:
    asyncio.run(ex())
except SystemExit as e:
    print(e.code)
