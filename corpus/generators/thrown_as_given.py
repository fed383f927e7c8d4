# Iterators of other kinds get what throw() was given, not the exception made of it.
import warnings

warnings.simplefilter("always")


class Delegate:
    def __iter__(self):
        return self

    def __next__(self):
        return "next"

    def throw(self, *args):
        return ("thrown", args)


def outer(it):
    yield from it


for args in ((ValueError,), (ValueError("made"),), (ValueError, "text"), (ValueError, None, None)):
    g = outer(outer(Delegate()))
    next(g)
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        print(g.throw(*args), [str(w.message) for w in seen])


async def agen():
    try:
        yield 1
    except ValueError as e:
        print("caught", repr(e))


# The warning is about making the awaitable, not about awaiting it.
g = agen()
try:
    g.__anext__().send(None)
except StopIteration as e:
    print(e.value)
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    thrown = g.athrow(ValueError, "x", None)
    print([str(w.message) for w in seen])
try:
    thrown.send(None)
except StopAsyncIteration as e:
    print(repr(e))
