# [ours] sys.getobjects is there in builds with trace-refs only: newest first, a limit, an exact type.
import sys


class Thing:
    pass


class Other(Thing):
    pass


things = [Thing() for _ in range(5)] + [Other()]


def check(getobjects):
    newest = getobjects(0, Thing)
    assert [id(o) for o in newest] == [id(o) for o in reversed(things[:5])], newest
    assert len(getobjects(2, Thing)) == 2 and getobjects(1, Other) == [things[5]]
    assert getobjects(1)[0] is not None and len(getobjects(3)) == 3
    assert len(getobjects(0, Thing)) == 5 and getobjects(0, bool) == [False, True] or getobjects(0, bool) == [True, False]
    everything = {id(o) for o in getobjects(0)}
    assert all(id(o) in everything for o in (things, Thing, check, sys, 0, 256, b"a", None, len, things[0]))
    # The walk over the blocks counts the same, but for the objects made in between.
    assert abs(sys.getallocatedblocks() - len(getobjects(0))) < 20
    del newest, things[0]
    assert len(getobjects(0, Thing)) == 4


if hasattr(sys, "getobjects"):
    check(sys.getobjects)
print("getobjects:", "as it is to be")
