# [slow] Frames that CPython does not have are not seen; nor is a place where a generator has not begun.
import asyncio
import sys
import time
import traceback


class Shy:
    def __repr__(self):
        return 1


class Lacking:
    size = 1

    @property
    def length(self):
        raise AttributeError("of the getter")


def generator():
    try:
        yield 1
    finally:
        print("never begun")


async def child():
    names = [entry.name for entry in traceback.extract_stack()]
    print(names[-4:], sys._getframe(1).f_code.co_name, sys._getframemodulename(1))


async def main():
    asyncio.get_running_loop().slow_callback_duration = 1000
    task = asyncio.create_task(child(), name="child")
    print([entry.name for entry in task._source_traceback][-2:])
    waiting = asyncio.create_task(asyncio.sleep(0.01), name="sleeper")
    await asyncio.sleep(0)
    print([entry.name for entry in task._source_traceback][-1:])
    print(str(waiting).split(" cb=")[0].split(" wait_for=")[1].split(" created")[0].rstrip(">"))
    await task
    await waiting


asyncio.run(main(), debug=True)
for attempt in (lambda: generator().throw(KeyError("k")), lambda: Lacking().length, lambda: time(1), lambda: str(Shy())):
    try:
        attempt()
    except Exception as error:
        traceback.print_exc(file=sys.stdout)
        print(type(error).__name__, getattr(error, "name", None))
