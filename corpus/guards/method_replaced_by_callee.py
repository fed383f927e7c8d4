# The method that runs, or an argument, replaces the method.
class C:
    def m(self, x):
        return ("first", x)

    def replace(self):
        C.m = C.second
        return "arg"

    def second(self, x):
        return ("second", x)

    def suicide(self):
        C.suicide = lambda self: "dead"
        return "alive"


c = C()
for i in range(60):
    c.m(1)
print(c.m(c.replace()))
print(c.m(c.replace()))
print(c.suicide(), c.suicide())


def f(x):
    return ("f", x)


def rebind():
    global f
    f = lambda x: ("other", x)
    return 1


def call():
    return f(rebind())


def original(x):
    return ("f", x)


for i in range(50):
    f = original
    r = call()
print(r, call())
