# [ours] FAT Python's own names.
import builtins
import fat


def func():
    return len("abc")


print(fat.__version__, sorted(fat.__all__))
fast = fat.replace_consts(func.__code__, {"abc": "abcdef"})
print(fast.co_consts, func.__code__.co_consts)
fat.specialize(func, fast, [fat.GuardBuiltins("len")])
print(func())
builtins.len = lambda obj: "mock"
print(func())
del builtins.len
builtins.len = type("").__len__
print(func(), fat.get_specialized(func))


def numbers():
    return (1, True, 1.0, "1", None)


code = fat.replace_consts(numbers.__code__, {1: 2})
print(code.co_consts)


def loop():
    return [0, 1, 1.0]


numbers.__code__ = fat.replace_consts((lambda: "x").__code__, {"x": print})
print(numbers() is print)


class Checks(fat._Guard):
    def check(self, args, kwargs):
        return 0 if args == (1,) else 1


def f(x):
    return "slow"


def f2(x):
    return "fast"


fat.specialize(f, f2, [fat.GuardFunc(f2), Checks()])
print(f(1), f(2), f(x=1))
f2.__code__ = (lambda x: "changed").__code__
print(f(1), fat.get_specialized(f))
