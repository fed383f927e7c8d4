"""asyncio: groups, timeouts, queues, processes, streams, handlers. [slow]"""

import asyncio
import sys

async def main():
    try:
        async with asyncio.timeout(0.01):
            await asyncio.Event().wait()
    except TimeoutError:
        print('timeout')
    async with asyncio.TaskGroup() as tg:
        t = tg.create_task(asyncio.sleep(0, 1))
    print(t.result())
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(asyncio.sleep(5))
            raise KeyError(1)
    except* KeyError as e:
        print(e.exceptions)
    p = await asyncio.create_subprocess_exec(sys.executable, '-c', 'import sys; print(sys.stdin.read()[::-1]); print("e",file=sys.stderr)', stdin=-1, stdout=-1, stderr=-1)
    print(await p.communicate(b'abc'))
    q = asyncio.PriorityQueue()
    await q.put(3)
    await q.put(1)
    print(await q.get(), q.qsize())
    l = asyncio.LifoQueue()
    l.put_nowait(1)
    l.put_nowait(2)
    print(l.get_nowait())
    try:
        l.get_nowait()
        l.get_nowait()
    except asyncio.QueueEmpty:
        print('empty')
    c = asyncio.Condition()

    async def waiter():
        async with c:
            await c.wait()
            return 'notified'
    t = asyncio.create_task(waiter())
    await asyncio.sleep(0)
    async with c:
        c.notify_all()
    print(await t)
    loop = asyncio.get_running_loop()
    f = loop.create_future()
    f.add_done_callback(lambda f: print('cb', f.result()))
    f.set_result(9)
    await f
    await asyncio.sleep(0)
    try:
        f.set_result(1)
    except asyncio.InvalidStateError as e:
        print('invalid', e)
    h = loop.call_later(10, print)
    print(h.cancelled())
    h.cancel()
    print(h.cancelled())
    t = asyncio.create_task(asyncio.sleep(1))
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print(t.cancelled())
    loop.set_exception_handler(lambda l, c: print(sorted(c), c['message']))
    loop.call_exception_handler({'message': 'm'})
    loop.call_soon(lambda: 1 / 0)
    await asyncio.sleep(0)
    import concurrent.futures, contextvars
    v = contextvars.ContextVar('v', default=0)

    async def setv():
        v.set(1)
        return v.get()
    print(await asyncio.create_task(setv()), v.get())
    r = await asyncio.to_thread(lambda: v.get())
    print(r)
    g = asyncio.gather(asyncio.sleep(0, 1), asyncio.sleep(0, 2))
    print(await g)
    with concurrent.futures.ThreadPoolExecutor() as ex:
        print(await loop.run_in_executor(ex, pow, 2, 5))

    async def agen():
        for i in range(2):
            yield i
    print([x async for x in agen()], await anext(agen()), await anext(aiter(agen()), None))
    print(asyncio.iscoroutinefunction(main), asyncio.isfuture(g))
    try:
        await asyncio.open_connection('127.0.0.1', 1)
    except OSError as e:
        print(e)
    sr = asyncio.StreamReader()
    sr.feed_data(b'a\nbcd')
    sr.feed_eof()
    print(await sr.readline(), await sr.read(1), await sr.readexactly(2))
    try:
        await sr.readexactly(3)
    except asyncio.IncompleteReadError as e:
        print(e)
    sr = asyncio.StreamReader(limit=4)
    sr.feed_data(b'aaaaaaaaaa')
    try:
        await sr.readuntil(b'\n')
    except asyncio.LimitOverrunError as e:
        print(e)
asyncio.run(main(), debug=False)
import traceback

async def a():
    await b()

async def b():
    raise ValueError('x')
try:
    asyncio.run(a())
except ValueError as e:
    print([f.name for f in traceback.extract_tb(e.__traceback__)])

async def hang():
    t = asyncio.create_task(asyncio.sleep(100), name='bg')
    await asyncio.sleep(0)
asyncio.run(hang())
print('done')
try:
    asyncio.run(5)
except ValueError as e:
    print(e)
asyncio.set_event_loop_policy(asyncio.DefaultEventLoopPolicy())
loop = asyncio.new_event_loop()
print(type(loop).__name__)
loop.close()
