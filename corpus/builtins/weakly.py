# What may be referred to weakly, and how references show, compare and are listed.
import _thread
import array
import collections
import functools
import itertools
import operator
import re
import struct
import types
import typing
import weakref


async def co():
    pass


type Alias = int
P = typing.ParamSpec("P")
waiting = co()
objects = dict(
    array=array.array("i"), alias=list[int], var=typing.TypeVar("T"), spec=P, args=P.args, kwargs=P.kwargs,
    many=typing.TypeVarTuple("Ts"), lazy=Alias, union=int | str, deque=collections.deque(),
    partial=functools.partial(int), view=memoryview(b""), proxy=types.MappingProxyType({}), co=waiting,
    bound=[].append, unbound=str.join, ref=weakref.ref(co), error=ValueError(), slice=slice(1),
    iterator=iter([]), count=itertools.count(), pattern=re.compile("a"), match=re.match("a", "a"),
    struct=struct.Struct("i"), getter=operator.itemgetter(1), lock=_thread.allocate_lock(), bytes=bytearray(),
    set=set(), code=co.__code__, number=1, text="", tuple=(), dict={}, list=[], object=object(),
)
for name, o in objects.items():
    try:
        print(name, weakref.ref(o)() is o)
    except TypeError as e:
        print(name, e)
waiting.close()
view = memoryview(b"abc")
gone = weakref.ref(view, lambda r: print("gone", r()))
del view


class Any:
    def __getattr__(self, name):
        raise KeyError(name)


class Own(weakref.ref):
    pass


a = Any()
for o in (a, Any, co, typing):
    print("".join(part for part in repr(weakref.ref(o)).split() if "0x" not in part))
first, second, third = Own(a), weakref.ref(a), Own(a)
found = weakref.getweakrefs(a)
print(found[0] is second, len(found), weakref.getweakrefcount(a))
for args in ((), (1, 2, 3)):
    try:
        second.__init__(*args)
    except TypeError as e:
        print(e)


class Kind(types.GenericAlias):
    pass


k = Kind(list, int)
print(type(k), k.__class__, k == list[int], isinstance(k, type), k.__reduce__()[0])
T = typing.TypeVar("T")
Callable = collections.abc.Callable
print(Callable[[], bool], Callable[[int], str], typing.get_args(Callable[[int], str]))
print(Callable[P, T][[int], str], Callable[[T], int][str], Callable[..., T][int])
print(array.array("i"), isinstance(Own.__dict__, types.MappingProxyType))
for args in (("i", None), ("u", None)):
    try:
        array.array(*args)
    except TypeError as e:
        print(e)
