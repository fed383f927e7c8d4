"""An exception thrown into what has not begun goes out as it is, StopIteration too."""

def g():
    yield 1
for exc in (StopIteration, StopIteration(3), GeneratorExit, ValueError):
    try:
        print(g().throw(exc))
    except BaseException as e:
        print(type(e), e, repr(e.__cause__))

def h():
    raise StopIteration
    yield
try:
    next(h())
except RuntimeError as e:
    print(e, repr(e.__cause__))

async def c():
    pass
for exc in (StopIteration, StopAsyncIteration, ValueError(1)):
    try:
        c().throw(exc)
    except BaseException as e:
        print(type(e), e)

async def ag():
    yield 1
for exc in (StopIteration, StopAsyncIteration, ValueError(1)):
    try:
        ag().athrow(exc).send(None)
    except BaseException as e:
        print(type(e), e, repr(e.__cause__))
x = g()
next(x)
try:
    x.throw(StopIteration)
except BaseException as e:
    print(type(e), e)
