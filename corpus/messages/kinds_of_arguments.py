# Messages that say which of several kinds of arguments is wrong.
def t(text):
    try:
        print(text, "->", eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)


def both(a, /, b):
    pass


def keywords(a, b, /):
    pass


for text in (
    "both(1, a=1, c=3)",
    "both(c=3, a=1)",
    "both(1, 2, c=3)",
    "keywords(a=1, b=2, c=3)",
    "keywords(1, 2, z=3, b=1)",
    "int(bytearray(b'1x'))",
    "int(b'x')",
    "float(memoryview(b'a'))"[:0] or "float(b'a')",
    "ExceptionGroup(message='a', exceptions=[ValueError()])",
    "ExceptionGroup('a', [ValueError()], x=1)",
    "iter((1,)).__setstate__('a')",
    "iter('a').__setstate__(1.5)",
    "iter(b'a').__setstate__(None)",
    "iter([1]).__setstate__('a')",
    "iter(range(3)).__setstate__(10**30)",
    "b''.join([5])",
):
    t(text)


class Plain:
    pass


for left in ("{1}", "{1: 2}", "{}.keys()", "range(2)", "Plain()", "1.5", "None", "len", "object()"):
    try:
        exec(f"x = {left}; x *= [2]")
    except TypeError as e:
        print(left, "*= [2] ->", e)
    try:
        exec(f"x = {left} * [2]")
    except TypeError as e:
        print(left, "* [2] ->", e)


class Number:
    def __int__(self):
        return True


import warnings

with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    print("%d" % Number(), [str(w.message)[:50] for w in seen])
u = UnicodeDecodeError("utf8", b"abc", 0, 2, "r")
for value in ("a", None, 1.5):
    try:
        u.start = value
    except TypeError as e:
        print(e)
import sys

print(sys.float_info.__match_args__, sys.int_info.__match_args__, sys.version_info.__match_args__)
