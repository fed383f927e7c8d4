# A class body that runs again and again while names change.
base = 1


def make():
    class C:
        a = base
        b = len("abc")
        c = a + b
        base = a + 1
        d = base
    return C


for i in range(60):
    base = i
    if i == 40:
        len = lambda s: 100
    C = make()
print(C.a, C.b, C.c, C.d)
del len
print(make().b)


class Namespace(dict):
    def __missing__(self, key):
        if key == "magic":
            return "from the namespace"
        raise KeyError(key)


class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases):
        return Namespace()


def magic_class():
    class M(metaclass=Meta):
        x = magic
        y = base
    return M


magic = "global"
print([magic_class().x for _ in range(40)][-1], magic_class().y)
