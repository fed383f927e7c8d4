# Variables written from outside while an expression is in the middle: what was read before stays as it was, also
# where what stands to the right branches or loops.
import ctypes
import sys

to_fast = ctypes.pythonapi.PyFrame_LocalsToFast


def write(name, value, result=True):
    frame = sys._getframe(1)
    frame.f_locals[name] = value
    to_fast(ctypes.py_object(frame), ctypes.c_int(0))
    return result


def straight():
    x = 1
    return x + write("x", 10, 100), x


def conditional():
    x = 1
    return x + (100 if write("x", 10) else 200), x


def conditional_false():
    x = 1
    return x + (100 if write("x", 10, False) else 200), x


def conditional_reads():
    x = 1
    return x + (x if write("x", 10) else 200), x


def connected():
    x = 1
    return x + (write("x", 10, 0) or 100), x + (write("x", 20, 5) and 7), x


def compared():
    x = 1
    return x < (write("x", 100, 50) and 50), x, [x, x == (100 if write("x", 1) else 0), x]


def twice():
    x = 1
    return x + (x + (100 if write("x", 10) else 200)), x


def nested():
    x, y = 1, 2
    return x * (y + (x if write("x", 10) and write("y", 20) else 0)), x, y


def left():
    x = 1
    return (100 if write("x", 10) else 200) + x, x


def statement_before():
    x = 1
    write("x", 10)
    y = x + (100 if x else 200)
    return y, x


def item():
    x = {0: "old"}
    z = {0: "new"}
    return x[0 if write("x", z) else 1], x


def stored():
    x, z = [0, 0], [5, 5]
    x[0 if write("x", z) else 1] = 7 if write("z", 3) else 8
    return x, z


def augmented():
    x = 1
    x += 100 if write("x", 10) else 200
    return x


def comprehended():
    x = 1
    return x + sum([write("x", 10 + i, i) for i in range(3)]), x


def in_loop():
    x, out = 1, []
    for i in range(4):
        out.append(x + (100 if write("x", x + 10) else 0))
        out.append(x)
    return out


def raised():
    x = 1
    try:
        return x + (1 // write("x", 10, 0) if write("x", 5) else 0)
    except ZeroDivisionError:
        return x + 1


def text():
    x = "a"
    return f"{x}{'b' if write('x', 'z') else 'c'}{x}", x


for f in (straight, conditional, conditional_false, conditional_reads, connected, compared, twice, nested, left,
          statement_before, item, stored, augmented, comprehended, in_loop, raised, text):
    print(f.__name__, f(), f())
