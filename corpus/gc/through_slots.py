"""Cycles that lead through `__slots__` and through a `__dict__` that was replaced are freed."""
import gc
import weakref


class Slots:
    __slots__ = ("a", "__dict__", "__weakref__")


class Bare:
    __slots__ = ("a", "__weakref__")


class Plain:
    pass


class Mapping(dict):
    pass


def own_slot(kind):
    x = kind()
    x.a = x
    return x


def slot_beside_dict():
    x = own_slot(Slots)
    x.__dict__["b"] = 1
    return x


def own_dict():
    x = Mapping()
    x.__dict__ = x
    x.a = 42
    return x


def dict_that_knows():
    x = Plain()
    x.__dict__ = Mapping(owner=x)
    return x


def dicts_of_each_other():
    x, y = Mapping(), Mapping()
    x.__dict__, y.__dict__ = y, x
    return x


def dict_by_attribute():
    x, y = Plain(), Mapping()
    x.__dict__ = y
    y.owner = x
    return x


makers = [
    lambda: own_slot(Slots),
    lambda: own_slot(Bare),
    lambda: own_slot(Plain),
    slot_beside_dict,
    own_dict,
    dict_that_knows,
    dicts_of_each_other,
    dict_by_attribute,
]
for make in makers:
    x = make()
    kind, seen = type(x), weakref.ref(x)
    del x
    gc.collect()
    print(kind.__name__, seen(), sum(type(o) in (Slots, Bare, Plain, Mapping) for o in gc.get_objects()))
