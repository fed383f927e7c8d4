# __del__ and weak reference callbacks change globals and classes at odd moments.
import builtins
import weakref

K = 1
real = len


class Bomb:
    def __init__(self, action):
        self.action = action

    def __del__(self):
        self.action()


def set_k():
    global K
    K += 1


def hot():
    out = []
    for i in range(80):
        b = Bomb(set_k) if i == 40 else None
        before = K
        b = None
        out.append((before, K))
    return out[39], out[40], out[41]


print(hot())


def patch():
    builtins.len = lambda x: "patched by a finaliser"


def hot2():
    out = []
    for i in range(80):
        x = [Bomb(patch)] if i == 50 else [None]
        x.clear()
        out.append(len("a"))
    return out[49], out[50]


print(hot2())
builtins.len = real


class C:
    def m(self):
        return "m"


class Target:
    pass


c = C()
t = Target()
r = weakref.ref(t, lambda _: setattr(C, "m", lambda self: "replaced by a callback"))


def hot3():
    global t
    out = []
    for i in range(80):
        if i == 60:
            t = None
        out.append(c.m())
    return out[59], out[60]


print(hot3())
