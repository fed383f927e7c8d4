"""[slow] asyncio.to_thread, run_in_executor, call_soon_threadsafe, context in threads."""
import asyncio
import contextvars
import threading

var = contextvars.ContextVar("var", default="unset")


def work(n):
    return n * n, threading.current_thread() is not threading.main_thread(), var.get()


async def main():
    var.set("of the task")
    print(await asyncio.gather(*[asyncio.to_thread(work, n) for n in range(4)]))
    loop = asyncio.get_running_loop()
    print(await loop.run_in_executor(None, work, 9))
    done = asyncio.Event()
    threading.Thread(target=loop.call_soon_threadsafe, args=(done.set,)).start()
    await asyncio.wait_for(done.wait(), 60)
    try:
        await asyncio.to_thread(lambda: [][0])
    except IndexError as e:
        print(e)

    async def add(a, b):
        return a + b

    got = []

    def from_outside():
        got.append(asyncio.run_coroutine_threadsafe(add(1, 2), loop).result())

    t = threading.Thread(target=from_outside)
    t.start()
    while t.is_alive():
        await asyncio.sleep(0.001)
    print(got)


asyncio.run(main())

# An event loop in a thread of its own.
result = []
t = threading.Thread(target=lambda: result.append(asyncio.run(asyncio.sleep(0, "in a thread"))))
t.start()
t.join()
print(result, var.get())
