# Binding of every kind of parameter, and every TypeError of a wrong call.
def none():
    return "none"


def one(a):
    return a


def two(a, b=2):
    return a, b


def three(a, b, c):
    return a, b, c


def posonly(a, b=1, /, c=2, *, d, e=5):
    return a, b, c, d, e


def kwonly(*, x, y=1, z):
    return x, y, z


def star(a, *args, k=0, **kw):
    return a, args, k, kw


def allpos(a, b, /):
    return a, b


def shadow(a, /, **kw):
    return a, kw


calls = ["none()", "none(1)", "none(1, 2)", "none(x=1)", "one()", "one(1)", "one(1, 2)", "one(a=1)", "one(b=1)", "one(1, a=2)", "one(1, 2, 3)", "two()", "two(1)", "two(1, 3)", "two(b=1)", "two(1, 2, 3)", "two(b=3, a=4)", "two(1, b=2, c=3)",
         "three()", "three(1)", "three(1, 2)", "three(b=1)", "three(1, 2, 3, 4)", "three(*[1, 2], c=5)", "three(*'abc')", "three(**{'a': 1, 'b': 2, 'c': 3})", "three(1, *[2], **{'c': 3})", "three(1, 2, 3, **{'a': 4})",
         "posonly(1, d=4)", "posonly(1, 2, 3, d=4, e=6)", "posonly(1)", "posonly(d=1)", "posonly(a=1, d=2)", "posonly(1, b=2, d=3)", "posonly(a=1, b=2, d=3)", "posonly(1, 2, 3, 4, d=5)", "posonly(1, 2, 3, 4)", "posonly(1, c=9, d=3)", "posonly(1, zz=2, d=3)",
         "kwonly()", "kwonly(x=1)", "kwonly(x=1, z=2)", "kwonly(1)", "kwonly(1, x=1, z=2)", "kwonly(z=3, y=2, x=1)", "kwonly(1, 2, x=3, z=4)", "star(1)", "star(1, 2, 3)", "star(1, 2, k=3, m=4)", "star()", "star(k=1)", "star(*range(4), **{'q': 1})", "star(a=1, b=2)", "star(1, a=2)",
         "allpos(1)", "allpos(1, b=2)", "allpos(a=1, b=2)", "allpos()", "shadow(1, a=2)", "shadow(a=2)", "one(*5)", "one(**5)", "one(*None)", "one(**None)", "one(**{1: 2})", "one(**[('a', 1)])", "two(1, **{'b': 2}, **{'b': 3})", "two(*[1], *[2])", "two(a=1, **{'a': 2})", "star(1, **{'x y': 2})",
         "one(1, 2, k=3)", "three(1, 2, 3, 4, z=5)", "(lambda x: x)()", "(lambda x, y: x)(1, 2, 3)", "(lambda: 0)(1)", "one(1)(2)", "star(1, *[2], 3, *(4, 5), k=6, **{}, **{'z': 7})"]
for call in calls:
    try:
        print(call, "->", eval(call))
    except TypeError as e:
        print(call, "!", e)
