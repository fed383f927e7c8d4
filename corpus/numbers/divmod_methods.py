# __divmod__ is a special method like all operators: a slot of native types, a method of Python's.
print(int.__divmod__, float.__rdivmod__, bool.__divmod__ is int.__divmod__)
print((17).__divmod__(5), (5).__rdivmod__(17), (7.5).__divmod__(2), (2.0).__rdivmod__(7.5), (1).__divmod__("a"))
print((5).__divmod__.__name__, int.__divmod__.__doc__, float.__rdivmod__.__text_signature__)
for attempt in (
    lambda: int.__divmod__(), lambda: int.__divmod__("a", 1), lambda: (1).__divmod__(), lambda: (1).__divmod__(1, 2),
    lambda: (1).__divmod__(x=1), lambda: (1).__divmod__(0), lambda: divmod(1, "a"), lambda: divmod("a", 1),
    lambda: divmod(1j, 2),
):
    try:
        print(attempt())
    except Exception as e:
        print(type(e).__name__, e)


class Left:
    def __divmod__(self, other):
        return ("left", other)


class Right(int):
    def __rdivmod__(self, other):
        return ("right", other)


class Same(int):
    __divmod__ = int.__divmod__


print(divmod(Left(), 3), divmod(3, Right(2)), divmod(Right(7), 2), divmod(Same(7), 2), Same(7).__divmod__(2))
Left.__divmod__ = lambda self, other: NotImplemented
Left.__rdivmod__ = lambda self, other: ("reflected", other)
print(divmod(5, Left()))
try:
    divmod(Left(), Left())
except TypeError as e:
    print(e)
del Left.__divmod__, Left.__rdivmod__
try:
    divmod(Left(), 1)
except TypeError as e:
    print(e)

# What has no items to delete says so in one of two ways.
for o in ({1}, frozenset([1]), {1: 2}.keys(), {}.values(), (1,), "a", b"a", range(3), 5, None, len, iter([])):
    try:
        del o[0]
    except TypeError as e:
        print(e)
