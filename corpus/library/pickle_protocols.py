# [slow] Every protocol with every built-in type.
import pickle

from support.pickled import A, L, show

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
        show(p, r == o or r, len(d), end=";")
    show()
show([pickle.dumps(o, 2) for o in (1, "a", [1], {"a": 1}, (1, 2), None, True)])
show(pickle.dumps([1, "a", (2.5,), {"k": b"v"}], 4))
show(pickle.dumps(A(), 0))
show(pickle.dumps({1, 2}, 4), pickle.dumps([A(), A()], 5))
