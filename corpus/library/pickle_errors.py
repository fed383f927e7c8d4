# [slow] What cannot be pickled, and what is no pickle.
import io
import pickle
import sys

from support.pickled import B, C, Bad, Bad2, Bad3, Slot, t

t(pickle.loads, b"")
t(pickle.loads, b"xx")
t(pickle.loads, b"N")
t(pickle.loads, b".")
t(pickle.loads, b"\x80\tN.")
t(pickle.loads, b"cnosuchmod\nx\n.")
t(pickle.loads, b"cos\nnope\n.")
t(pickle.loads, b"I12\n")
t(pickle.loads, "str")
t(pickle.loads, b"(l.")
t(pickle.loads, b"g5\n.")
t(pickle.loads, b"\x8c\x05ab")
t(pickle.loads, b"R.")
t(pickle.loads, b"h\x01.")
t(pickle.loads, b"I1\nI2\nR.")
t(pickle.loads, b"(.")
t(pickle.dumps, lambda: 0)


def outer():

    def inner():
        pass

    class K:
        pass

    return (inner, K, K())


for x in outer():
    t(pickle.dumps, x)
for x in (
    Bad(),
    Bad2(),
    Bad3(),
    (i for i in []),
    sys,
    open,
    Slot,
    __builtins__,
    sys._getframe(),
    type(sys),
    {}.keys(),
    memoryview(b"a"),
    object(),
):
    t(lambda: len(pickle.dumps(x)) > 0)
t(pickle.dumps, 1, 99)
t(pickle.dumps, 1, -1)
t(pickle.dumps)
t(pickle.dump, 1, 5)
t(pickle.load, 5)
t(pickle.Pickler, 5)
t(pickle.Unpickler, io.BytesIO(b""))
t(lambda: pickle.Unpickler(io.BytesIO(b"")).load())
s = Slot()
s.a = 1
t(lambda: pickle.loads(pickle.dumps(s)).a)
t(lambda: pickle.dumps(s, 1))
t(lambda: pickle.loads(pickle.dumps(B())).got)
t(lambda: pickle.loads(pickle.dumps(C())).k)
