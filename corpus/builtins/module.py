# The builtins and sys modules as seen by a program.
import sys
import builtins as b
print(b.len is len, b is sys.modules["builtins"], sys.modules["__main__"].__name__, __name__, __doc__, type(sys).__name__, sys.__name__, repr(b), repr(sys), b.__name__, "sys" in sys.modules)
names = ["ArithmeticError", "Ellipsis", "False", "None", "NotImplemented", "True", "__build_class__", "__debug__", "__doc__", "__import__", "__name__", "abs", "all", "any", "ascii", "bin", "bool", "bytearray", "bytes", "callable", "chr", "classmethod", "compile", "complex", "delattr", "dict", "dir", "divmod", "enumerate", "eval", "exec", "filter", "float", "format", "frozenset", "getattr", "globals", "hasattr", "hash", "hex", "id", "input", "int", "isinstance", "issubclass", "iter", "len", "list", "locals", "map", "max", "min", "next", "object", "oct", "ord", "pow", "print", "property", "range", "repr", "reversed", "round", "set", "setattr", "slice", "sorted", "staticmethod", "str", "sum", "super", "tuple", "type", "vars", "zip"]
print([n for n in names if not hasattr(b, n)])
b.planted = "visible everywhere"
print(planted)
del b.planted
try:
    planted
except NameError as e:
    print(e)
real = b.len
b.len = lambda o: "patched"
print(len("abc"))
b.len = real
print(len("abc"))


def late():
    return newname


b.newname = 1
print(late())
newname = 2
print(late())
del newname
print(late())
del b.newname
try:
    late()
except NameError as e:
    print(e)
print(sys.maxsize == 2 ** 63 - 1, sys.byteorder, sys.version_info[:2], sys.version_info >= (3, 12), sys.hexversion >> 16 == 0x30c, sys.argv, sys.maxunicode, sys.getrecursionlimit(), sys.int_info.bits_per_digit > 0, sys.float_info.max, sys.float_info.epsilon, sys.float_info.dig, sys.hash_info.modulus == 2 ** 61 - 1, sys.intern("abc") is sys.intern("ab" + "c"), sys.getdefaultencoding(), sys.flags.optimize, sys.stdout.encoding)
for fn in [lambda: sys.nosuch, lambda: setattr(sys, "mine", 5), lambda: sys.mine, lambda: delattr(sys, "mine"), lambda: sys.mine, lambda: sys.intern(5), lambda: sys.getrefcount(object()) > 0, lambda: sys.exit.__name__, lambda: sys(), lambda: __import__("sys") is sys, lambda: __import__("no_such_mod"), lambda: __import__(5), lambda: __import__(""), lambda: b.__import__ is __import__, lambda: type(sys)("m").__name__, lambda: type(sys)(), lambda: type(sys)("m", "doc").__doc__, lambda: repr(type(sys)("m")), lambda: type(sys)("m").x, lambda: vars(type(sys)("m"))["__name__"], lambda: sys.set_int_max_str_digits(5), lambda: sys.get_int_max_str_digits(), lambda: len(str(10 ** 5000)), lambda: int("1" * 5000), lambda: sys.getsizeof([]) > 0, lambda: sys.is_finalizing(), lambda: sys.getswitchinterval() > 0, lambda: sys.displayhook(5), lambda: b._, lambda: sys.displayhook(None), lambda: exec("import sys.nope"), lambda: exec("from sys import nope"), lambda: exec("import sys as s, builtins; print(s is builtins.__import__('sys'))"), lambda: exec("from sys import (maxsize as m, byteorder,)\nprint(m > 0, byteorder)"), lambda: exec("from builtins import *\nprint(len('ab'))"), lambda: exec("from . import x"), lambda: exec("import a.b.c")]:
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)
