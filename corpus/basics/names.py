# Legal and illegal names, non-ASCII identifiers, private name mangling.
ünïcode = 1
名前 = 2
_ = 3
__ = 4
print(ünïcode, 名前, _, __)
ﬁ = "ligature"
print(fi)


class Mangle:
    __x = 1
    __y__ = 2
    _z = 3

    def __init__(self):
        self.__private = "p"

    def get(self):
        return self.__private, self.__x, Mangle.__x

    def __method(self, __arg=5):
        return __arg

    def call(self):
        return self.__method(), self._Mangle__method()

    def local(self):
        __v = 9
        return sorted(locals().keys() - {"self"})


m = Mangle()
print(m.get(), m.call(), m.local())
print(sorted(vars(m)), sorted(n for n in vars(Mangle) if "x" in n or "y" in n))
try:
    m.__private
except AttributeError as e:
    print(e)


class _Lead:
    __a = 1

    def f(self):
        return self.__a


print(_Lead().f(), _Lead._Lead__a)


class ___:
    __a = 1


print(___.__a)
for word in ["None = 1", "True = 1", "def = 1", "class = 2", "x.None = 1", "def f(None): pass", "import = 3",
             "1a = 2", "a$ = 1", "f() = 1", "1 = x", "x + 1 = 2", "'s' = 1", "(a, 1) = 2", "[a, None] = 1",
             "lambda: 1 = 2", "a = b = 3 = c", "f(x) += 1", "(a, b) += 1", "[a] += 1", "x: int: 3", "(x): int = 3", "a, b: int"]:
    try:
        compile(word, "<w>", "exec")
        print(word, "| fine")
    except SyntaxError as e:
        print(word, "|", e.msg)
