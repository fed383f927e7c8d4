# Codes that do not fit are refused with CPython's words.
def outer():
    free = 1

    def needs():
        return free
    return needs


def plain():
    return 0


needs = outer()
for target, code in [(plain, needs.__code__), (needs, plain.__code__)]:
    try:
        target.__code__ = code
    except ValueError as e:
        print(e)
for bad in (1, None, plain):
    try:
        plain.__code__ = bad
    except TypeError as e:
        print(e)
try:
    del plain.__code__
except TypeError as e:
    print(e)
print(plain(), needs())


def outer2():
    free = 2

    def other():
        return free * 100
    return other


needs.__code__ = outer2().__code__
print(needs())
