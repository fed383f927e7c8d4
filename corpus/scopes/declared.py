"""`global` in class bodies, nested functions and code with a namespace apart from its globals."""


def outer(x):
    class Inner:
        global x

        def __call__(self, y):
            return x + y

    return Inner()


x = 0
print(outer(6)(2), x)


def writer(z):
    class Inner:
        global z
        z = "global"

        def read(self):
            return z

        both = z

    return Inner().read(), Inner.both


print(writer("parameter"), z)

SOURCE = """if 1:
    def f():
        y = 1
        def g():
            global y
            return y
        def h():
            return y + 1
        return g, h
    y = 9
    w = 8
    g, h = f()
    result9 = g()
    result2 = h()
"""
outside, inside = {}, {}
exec(SOURCE, outside, inside)
print(sorted(k for k in outside if k[0] != "_"), sorted(inside), inside["result9"], inside["result2"])
exec("def f():\n    global a\n    a = 1\na = 2\nf()\nprint(a)\ndel a\n", outside, inside)
print("a" in outside, "a" in inside)
exec("class K:\n    global b\n    b = 3\nprint(b)\nfor b in range(2): pass\nimport sys as b", outside, inside)
print("b" in inside, outside["b"].__name__)
