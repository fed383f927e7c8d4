# The del statement on names, attributes, items, slices and nested targets.
a = b = c = 1
del a, (b, [c])
for name in "abc":
    try:
        eval(name)
    except NameError as e:
        print(e)


def local():
    x = 1
    del x
    try:
        x
    except UnboundLocalError as e:
        print(e)
    try:
        del x
    except UnboundLocalError as e:
        print(e)
    x = 2
    return x


print(local())


def cell():
    y = 1

    def inner():
        return y
    print(inner())
    del y
    try:
        inner()
    except NameError as e:
        print(type(e).__name__, e)


cell()
try:
    del never_defined
except NameError as e:
    print(e)


class Box:
    pass


box = Box()
box.attr = 1
del box.attr
for action in [lambda: delattr(box, "attr"), lambda: delattr(Box, "gone"), lambda: delattr(1, "real"),
               lambda: delattr(box, "__class__"), lambda: delattr(int, "real"), lambda: delattr("s", "x")]:
    try:
        action()
    except (AttributeError, TypeError) as e:
        print(type(e).__name__, e)
items = list(range(10))
del items[0], items[-1]
print(items)
del items[1:3], items[::2]
print(items)
d = {1: 1, 2: 2}
del d[1]
print(d)
for code in ["del d[1]", "del items[99]", "del (1, 2)[0]", "del 'abc'[0]", "del range(3)[0]", "del None[0]"]:
    try:
        exec(code)
    except Exception as e:
        print(code, "!", type(e).__name__, e)
for code in ["del 1", "del f()", "del a + b", "del (a, 1)", "del None", "del [x for x in y]", "del *a, b", "del ()", "del []"]:
    try:
        compile(code, "<del>", "exec")
        print(code, "compiles")
    except SyntaxError as e:
        print(code, "!", e.msg)
