# Evaluating arguments changes what is being called: it was looked up first.
import builtins


def target(*a):
    return "old"


def swap(v):
    global target
    target = lambda *a: "new"
    return v


def call():
    return target(swap(1), swap(2))


old = target
out = []
for i in range(60):
    target = old
    out.append((call(), target()))
print(set(out))


def swap_len(v):
    builtins.len = lambda x: "new len"
    return v


real = len


def call_len():
    return len(swap_len("abc"))


out = []
for i in range(60):
    builtins.len = real
    out.append((call_len(), len("q")))
builtins.len = real
print(set(out))


class C:
    def m(self, *a):
        return "C.m"


class D:
    def m(self, *a):
        return "D.m"


o = C()


def change(v):
    o.__class__ = D
    return v


def call_m():
    return o.m(change(1))


out = []
for i in range(60):
    o.__class__ = C
    out.append((call_m(), o.m()))
print(set(out))


def code_swap(v):
    body.__code__ = (lambda x: "swapped").__code__
    return v


def body(x):
    return "body"


print(body(code_swap(1)), body(2))
