# What the dicts of builtin types name themselves, and what they take from their bases.
def own(cls, *names):
    return [name for name in names if name in vars(cls)]

for cls in (
    BaseException, Exception, ValueError, KeyError, AttributeError, NameError, UnboundLocalError, OSError,
    FileNotFoundError, BlockingIOError, ImportError, ModuleNotFoundError, SyntaxError, TabError, UnicodeError,
    UnicodeDecodeError, StopIteration, SystemExit, Warning, UserWarning, KeyboardInterrupt, ZeroDivisionError,
):
    print(cls.__name__, own(cls, "__init__", "__new__", "__str__", "__getattribute__", "__setattr__"))
for cls in (int, str, bytes, list, dict, tuple, set, range, slice, float, complex, bool, type(None), type(len)):
    print(cls.__name__, own(cls, "__getattribute__", "__new__", "__init__"))

print(ValueError.__init__, KeyError.__init__, FileNotFoundError.__init__, list.__getattribute__)
print(list.__getattribute__([1], "append")(2), object.__getattribute__(5, "real"))
for attempt in (lambda: ValueError.__new__(), lambda: ValueError.__new__(KeyError), lambda: ValueError.__init__(5)):
    try:
        print(repr(attempt()))
    except TypeError as e:
        print(e)

# A slot wrapper of a native type stored in a class is the slot still.
class Plain:
    pass
Plain.__init__ = object.__init__
for arguments in ((), (1,)):
    try:
        print(type(Plain(*arguments)).__name__)
    except TypeError as e:
        print(e)
class Number(int):
    __add__ = int.__add__
    __repr__ = object.__repr__
    __eq__ = int.__eq__
print(Number(2) + 3, repr(Number(2)).startswith("<__main__.Number object"), Number(2) == 2)
try:
    hash(Number(2))
except TypeError as e:
    print(e)

# Instances of types that only the interpreter makes take any arguments of __init__.
print(iter([]).__init__(1, 2), {}.keys().__init__(3))
try:
    object().__init__(1)
except TypeError as e:
    print(e)
print((-1).to_bytes(0, "big", signed=True), 0 ** complex("nan"), 0.0 ** complex(2, 0))
