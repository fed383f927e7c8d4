# Files that go without being closed, and what is pickled by the name of an attribute.
import io
import os
import pickle
import types
import typing
import warnings


def gone(make):
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        stream = make()
        del stream
    print([(w.category.__name__, str(w.message)) for w in said])


null = os.devnull
gone(lambda: open(null, encoding="ascii"))
gone(lambda: open(null, "rb"))
gone(lambda: open(null, "wb"))
gone(lambda: open(null, "rb", buffering=0))
gone(lambda: io.TextIOWrapper(io.BytesIO()))
gone(lambda: io.StringIO())
fd = os.open(null, os.O_RDONLY)
gone(lambda: open(fd, closefd=False))
os.close(fd)
with open(null) as f:
    pass
gone(lambda: f)
with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")
    f = open(null, "rb", buffering=0)
    f._dealloc_warn("source")
    f.close()
    f._dealloc_warn("source")
print([str(w.message) for w in said])


class Holder:
    n = 3

    def method(self):
        return self.n


T = typing.TypeVar("T")


class Generic(typing.Generic[T]):
    def __init__(self, a):
        self.a = a


for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
    print(
        pickle.loads(pickle.dumps(Holder().method, protocol))(),
        pickle.loads(pickle.dumps(bytes.maketrans, protocol)) == bytes.maketrans,
        pickle.loads(pickle.dumps(Generic(5), protocol)).a,
    )
print(str.maketrans.__self__, str.maketrans.__qualname__, bytearray.maketrans.__qualname__)
print(types.get_original_bases(Generic), types.get_original_bases(int))
try:
    types.get_original_bases(3)
except TypeError as e:
    print(e)


@types.coroutine
def wait():
    got = yield "asked"
    return got


async def main():
    return await wait()


c = main()
print(c.send(None))
try:
    c.send("answer")
except StopIteration as e:
    print(e.value)
