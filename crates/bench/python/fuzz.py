import builtins
import sys

T = (1, 2, 3)
G0, G1 = 5, 7
FLAG = True
real_len, real_abs, real_range = len, abs, range


def f0(x):
    return x + 1


def f1(x, y=2):
    return x * y


def twin0(x):
    return x + 100


def twin1(x, y=2):
    return x * y + 100


first = {name: globals()[name] for name in ("f0", "f1")}
codes = [f0.__code__, twin0.__code__]


class Base:
    shared = 1

    def inherited(self, x):
        return x + self.shared


class Rival(Base):
    shared = 50

    def inherited(self, x):
        return -x


class A(Base):
    own = 2

    def __init__(self):
        self.x = 3

    def m(self, x):
        return x + self.x

    @property
    def p(self):
        return self.x + 10


class B(A):
    def m(self, x):
        return x * 2


class Op:
    """An operand whose operators run what is due."""

    def __add__(self, other):
        tick()
        return other

    def __radd__(self, other):
        tick()
        return other

    def __getitem__(self, i):
        tick()
        return i


a = A()
op = Op()
first_m = A.m
other_m = lambda self, x: x - 1


def cells():
    captured = 4

    def read():
        return captured

    def write(v):
        nonlocal captured
        captured = v

    return read, write


read_cell, write_cell = cells()
due = []


def tick():
    """One step nearer to the mutation that is to happen inside a running function."""
    if due:
        due[0] -= 1
        if due[0] <= 0:
            action = due[1]
            due.clear()
            action()


def show(run, times):
    for _ in real_range(times):
        try:
            result = run()
        except Exception as e:
            result = "%s: %s" % (type(e).__name__, e)
    print(run.__name__, result)


def set_global(name, value):
    globals()[name] = value


def drop(names, name):
    names.pop(name, None)


def drop_attribute(of, name):
    if name in of.__dict__:
        delattr(of, name)
