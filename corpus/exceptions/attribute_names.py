# [exits] Only reading an attribute leaves its name and the object in the exception, for suggestions.
import math


class Slotted:
    __slots__ = ("abc",)


class Plain:
    pass


def show(f):
    try:
        f()
    except AttributeError as e:
        print(e, "|", e.name, "|", e.obj is not None)


show(lambda: setattr(Slotted(), "abd", 1))
show(lambda: delattr(Slotted(), "abd"))
show(lambda: delattr(Slotted(), "abc"))
show(lambda: Slotted().abc)
show(lambda: Slotted().abd)
show(lambda: setattr(5, "reall", 1))
show(lambda: setattr(5, "real", 1))
show(lambda: (5).reall)
show(lambda: setattr([], "append", 1))
show(lambda: delattr(Plain, "zz"))
show(lambda: Plain.zz)
show(lambda: delattr(Plain(), "zz"))
show(lambda: Plain().zz)
show(lambda: setattr(object(), "x", 1))
show(lambda: math.foo)
show(lambda: delattr(math, "foo"))
show(lambda: (lambda: 0).x)
show(lambda: delattr(lambda: 0, "x"))
e = ValueError()
show(lambda: delattr(e, "x"))
try:
    del e.__dict__
except TypeError as error:
    print(error)
Slotted().abd = 1
