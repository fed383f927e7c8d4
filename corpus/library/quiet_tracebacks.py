# [slow] Tracebacks through library code that is native elsewhere.
import asyncio, traceback, decimal, pickle, warnings, sys


async def bad():
    raise ValueError("x")


async def main():
    t = asyncio.create_task(bad())
    try:
        await t
    except ValueError:
        traceback.print_exc(file=sys.stdout)
    r = await asyncio.gather(bad(), return_exceptions=True)
    print(r)
    try:
        await asyncio.gather(bad(), bad())
    except ValueError:
        traceback.print_exc(file=sys.stdout)
    try:
        await asyncio.wait_for(asyncio.sleep(9), 0.01)
    except TimeoutError as e:
        print(repr(e), repr(e.__cause__))


asyncio.run(main())
try:
    decimal.Decimal(1) / 0
except decimal.DivisionByZero:
    traceback.print_exc(file=sys.stdout)
try:
    pickle.dumps(sys)
except Exception:
    traceback.print_exc(file=sys.stdout)
try:
    pickle.loads(b"xx")
except Exception:
    traceback.print_exc(file=sys.stdout)
