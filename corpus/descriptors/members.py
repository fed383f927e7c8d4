# Parts of native objects are member descriptors, like the members of __slots__.
import inspect
import types


class S:
    __slots__ = ("a",)


print(type(slice.start) is type(S.a) is types.MemberDescriptorType)
for d in (
    slice.start,
    range.stop,
    complex.real,
    property.fget,
    OSError.errno,
    SyntaxError.lineno,
    StopIteration.value,
    UnicodeDecodeError.reason,
    type(S.a).__name__ and S.a,
    types.CodeType.co_name,
    types.FunctionType.__globals__,
    super.__thisclass__,
    BaseException.__suppress_context__,
    int.real,
    types.FunctionType.__code__,
    BaseException.args,
):
    print(d, type(d).__name__, d.__name__, d.__qualname__, d.__objclass__.__name__)
    print("  ", inspect.ismemberdescriptor(d), inspect.isgetsetdescriptor(d))
print(slice.start.__get__(slice(5)), slice.start.__doc__, OSError.errno.__doc__)
e = OSError(1, "a")
OSError.errno.__set__(e, 7)
print(e.errno)
for attempt in (
    lambda: slice.start.__get__(5),
    lambda: slice.start.__set__(slice(1), 2),
    lambda: setattr(slice(1), "start", 2),
    lambda: setattr(range(1), "step", 2),
    lambda: setattr((lambda: 0).__code__, "co_nlocals", 2),
    lambda: OSError.errno.__get__(ValueError()),
):
    try:
        print(attempt())
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)
