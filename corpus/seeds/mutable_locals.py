# After the page "Everything in Python is mutable", which names no author or date: a function changes the local
# variables of its caller.
import ctypes
import sys


def hack(name="x", value="hack!"):
    frame = sys._getframe(1)
    frame.f_locals[name] = value
    ctypes.pythonapi.PyFrame_LocalsToFast(ctypes.py_object(frame), ctypes.c_int(0))


def plain():
    x = 1
    hack()
    return x


def loop():
    total, x = 0, 1
    for i in range(4):
        hack("x", i * 10)
        total += x
    return total, x


def argument(x, *rest, **named):
    hack("x", "changed")
    hack("rest", ("more",))
    hack("named", {"k": 1})
    return x, rest, named


def captured():
    x = 1
    def inner():
        return x
    hack("x", "in the cell")
    return x, inner()


def free():
    x = 1
    def inner():
        x
        hack("x", "from inside")
    inner()
    return x


def unbound():
    hack("later", "was not bound")
    if 0:
        later = 1
    return later


def generator():
    x = 1
    yield x
    hack("x", 2)
    yield x


def without_writing_back():
    x = 1
    sys._getframe().f_locals["x"] = 2
    return x


print(plain(), loop(), argument("given"), captured(), free(), unbound(), list(generator()))
print(without_writing_back())


# Operands that were read before the change keep their values.
def late(x, y):
    return x + hack("x", 100) if False else (x, hack("x", 100), x)


def added(x):
    return x + changed(50)


def changed(value):
    frame = sys._getframe(1)
    frame.f_locals["x"] = value
    ctypes.pythonapi.PyFrame_LocalsToFast(ctypes.py_object(frame), ctypes.c_int(0))
    return 0


def compared(x):
    return x < changed(50), x


def called(x):
    return max(x, changed(50)), x


def indexed(x):
    return x[changed([7])], x


def displayed(x):
    return [x, changed(50), x], {x: changed(60), "x": x}, f"{x} {changed(70)} {x}"


def chained(x):
    return x <= changed(1) + 5 <= x


def between(x):
    return x + sum([changed(50), x]), x


def twice(x):
    return x - changed(5) - changed(7), x


def seen_at_once(x):
    return x + changed(50) + sys._getframe().f_locals["x"], x


def assigned(x):
    x += changed(50)
    y = x
    x = x * 2 + changed(9)
    return x, y


def raised(x):
    try:
        x[changed("text")]
    except TypeError as e:
        return str(e), x


def repeated():
    x, seen = 0, []
    for i in range(100):
        x = i
        seen.append(x + changed(1000) if i % 9 == 0 else x)
    return sum(seen), x


def stored(x, k):
    x[changed_key()] = k
    return x, k


def changed_key():
    frame = sys._getframe(1)
    frame.f_locals.update(x="text", k="other")
    ctypes.pythonapi.PyFrame_LocalsToFast(ctypes.py_object(frame), ctypes.c_int(0))
    return "key"


d = {}
print(between(1), twice(1), seen_at_once(1), assigned(1), raised(None), repeated(), stored(d, 5), d)
print(late(1, 2), added(1), compared(1), called(1), indexed([3]), displayed(1), chained(5))


def module_level():
    frame = sys._getframe(1)
    frame.f_locals["name"] = "a global, too"


module_level()
print(name)
