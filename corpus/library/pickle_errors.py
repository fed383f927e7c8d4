# [slow] What cannot be pickled, and what is no pickle.
import builtins
import re


def print(*values, **options):
    """As the built-in one, without addresses."""
    builtins.print(*[re.sub(r" at 0x[0-9a-f]+| id='\d+'", "", str(value)) for value in values], **options)


import pickle, pickletools, io, sys, copy, copyreg


def t(f, *a):
    try:
        print(f(*a))
    except Exception as e:
        print(type(e).__module__, type(e).__name__, e)


class A:

    def __init__(self):
        self.x = 1

    def __eq__(self, o):
        return self.__dict__ == o.__dict__


class B:

    def __getstate__(self):
        return {"s": 1}

    def __setstate__(self, s):
        self.got = s


class C:

    def __reduce__(self):
        return (C, (), {"k": 2}, None)


class L(list):
    pass


class Bad:

    def __reduce__(self):
        return 5


class Bad2:

    def __reduce__(self):
        return (1, 2)


class Bad3:

    def __reduce__(self):
        return (list,)


class Slot:
    __slots__ = ("a", "b")


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
