# [slow] Every protocol with every built-in type.
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


for p in range(6):
    for o in [
        None,
        True,
        5,
        -1,
        300,
        70000,
        2**40,
        -(2**70),
        1.5,
        "é",
        b"b",
        bytearray(b"ba"),
        (),
        (1,),
        (1, 2, 3, 4),
        [1, [2]],
        {"a": {1: 2}},
        {1, 2},
        frozenset([3]),
        1j,
        range(3),
        slice(1, 2),
        len,
        int,
        A(),
        ...,
        NotImplemented,
        L([1, 2]),
        type(None),
    ]:
        d = pickle.dumps(o, p)
        r = pickle.loads(d)
        print(p, r == o or r, len(d), end=";")
    print()
print([pickle.dumps(o, 2) for o in (1, "a", [1], {"a": 1}, (1, 2), None, True)])
print(pickle.dumps([1, "a", (2.5,), {"k": b"v"}], 4))
print(pickle.dumps(A(), 0))
print(pickle.dumps({1, 2}, 4), pickle.dumps([A(), A()], 5))
