# Several names on one line, of which later ones may be proved by the first: whatever runs in between is obeyed.
import builtins
import sys

A, B, C = 1, 2, 3


def three():
    return (A, B, C)


def call(f, *args):
    return f(A, B, min, max)


def show(*args):
    return args


def mixed(x):
    return show(A, x, B, len, x, C)


def builtin_last():
    return [A, len, B, min, C]


def rest(f, *args):
    for i in range(40):
        r = f(*args)
    return r


print(rest(three), rest(mixed, 7)[:3], len(rest(builtin_last)))
A = 10
print(three(), mixed(1)[0])
del B
try:
    three()
except NameError as e:
    print(e)
B = 20
print(rest(three), mixed(1))
builtins.A = "builtin"
del A
print(three(), rest(three))
A = 1
del builtins.A
print(rest(three))
len = "global len"
print(builtin_last(), rest(mixed, 0)[3])
del len
print(builtin_last()[1] is builtins.len, rest(builtin_last)[1] is builtins.len)


class Operand:
    """Changes the names while it is added or read."""

    def __init__(self, change):
        self.change = change

    def __add__(self, other):
        self.change()
        return 0

    @property
    def attribute(self):
        self.change()
        return 0

    def __del__(self):
        self.change()


def nothing():
    pass


def set_c(v):
    def change():
        global C
        C = v
    return change


def hide_len():
    global len
    len = "hidden"


def operators(o):
    return show(B, o + C, C, B + 1, len)[2:]


def attributes(o):
    return show(C, o.attribute, C, len)[2:]


for f in (operators, attributes):
    rest(f, Operand(nothing))
    print(f(Operand(set_c(30)))[0], f(Operand(set_c(3)))[0])
    print(f(Operand(hide_len))[-1])
    del len
    print(rest(f, Operand(nothing))[-1] is builtins.len)


def finaliser(o):
    x = o
    o = None
    x = B; y = show(B, C, len)
    return y


rest(finaliser, None)
print(finaliser(Operand(set_c(31)))[1])
C = 3


def delayed():
    for i in range(3):
        yield show(B, (yield i), C, len)[2:]


g = delayed()
print(next(g))
C = 300
print(g.send(0)[0], next(g))
hide_len()
print(g.send(1))
del len
C = 3


def branches(flag):
    return show(B if flag else A, C, len)[1]


print([branches(i % 2) for i in range(10)])
C = 33
print([branches(i % 2) for i in range(4)])
C = 3


def opcodes():
    return show(A, B, C)


def tracer(frame, event, arg):
    global C
    frame.f_trace_opcodes = True
    if event == "opcode" and frame.f_code is opcodes.__code__:
        C += 1
        globals()["extra%d" % C] = 0
    return tracer


rest(opcodes)
sys.settrace(tracer)
r = opcodes()
sys.settrace(None)
print(r[:2], r[2] >= 3)
C = 3
print(rest(opcodes))


def loop():
    out = []
    for i in range(6):
        out.append(show(A, B, C)); change(i)
    return out


def change(i):
    global A
    A = i
    if i == 3:
        globals()["fresh"] = 1


print(loop())
print(loop())
