"""What a generator raises in place of the StopIteration that came out of its code."""
import sys
import traceback
def g():
    raise StopIteration(5); yield
def g2():
    yield 1
    next(iter([]))
async def c():
    raise StopIteration
async def ag():
    yield 1
    raise StopAsyncIteration
def run(f):
    try: f()
    except BaseException: traceback.print_exc(file=sys.stdout)
run(lambda: next(g()))
run(lambda: list(g2()))
run(lambda: c().send(None))
def x():
    for i in g2(): pass
run(x)
a=ag()
def y():
    try: a.__anext__().send(None)
    except StopIteration: pass
    a.__anext__().send(None)
run(y)
run(lambda: list(next(iter([])) for _ in [1]))
def z():
    for i in range(3):
        yield next(iter([]))
run(lambda: [*z()])
def w():
    yield from z()
run(lambda: [*w()])
