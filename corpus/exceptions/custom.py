# Exception classes of a program: hierarchies, attributes, translation, retry.
class AppError(Exception):
    code = 1

    def __init__(self, message, **details):
        super().__init__(message)
        self.details = details

    def __str__(self):
        extra = ", ".join(f"{k}={v!r}" for k, v in sorted(self.details.items()))
        return f"[{self.code}] {self.args[0]}" + (f" ({extra})" if extra else "")


class NotFound(AppError):
    code = 404


class Invalid(AppError, ValueError):
    code = 422


def find(table, key):
    try:
        return table[key]
    except KeyError as e:
        raise NotFound("no such key", key=e.args[0]) from e
    except TypeError as e:
        raise Invalid("bad key", reason=str(e)) from None


for key in ("a", "zz", []):
    try:
        print(find({"a": 1}, key))
    except AppError as e:
        print(e, repr(e), type(e.__cause__).__name__, e.__suppress_context__, isinstance(e, ValueError), e.code)


def retry(times, errors):
    def deco(fn):
        def inner(*a):
            for n in range(1, times + 1):
                try:
                    return fn(*a, n)
                except errors as e:
                    print("attempt", n, "failed:", e)
                    last = e
            raise AppError("gave up", attempts=times) from last
        return inner
    return deco


@retry(3, (ZeroDivisionError, LookupError))
def flaky(limit, n):
    if n < limit:
        return [1][n] if n % 2 else 1 / 0
    return "ok after %d" % n


print(flaky(3))
try:
    flaky(10)
except AppError as e:
    print(e, "<-", repr(e.__cause__))


class Group(Exception):
    def __init__(self):
        self.errors = []

    def run(self, fn, *a):
        try:
            return fn(*a)
        except Exception as e:
            self.errors.append(e)

    def __len__(self):
        return len(self.errors)


g = Group()
for fn, arg in [(int, "5"), (int, "x"), (len, 5), (chr, -1)]:
    print(g.run(fn, arg), end=" ")
print(len(g), [type(e).__name__ for e in g.errors], repr(g), bool(g), g.args)


class Meta(type):
    def __instancecheck__(cls, o):
        return True

    def __subclasscheck__(cls, o):
        return True


class Any(Exception, metaclass=Meta):
    pass


try:
    try:
        raise KeyError("real")
    except Any:
        print("not caught through __subclasscheck__")
except KeyError:
    print("exact matching only")


class Str(str):
    pass


e = Exception(Str("sub"))
print(type(str(e)).__name__, repr(e), Exception(1, 2) == Exception(1, 2), str(Exception(Exception("in"))), repr(Exception(Exception("in"))), str(Exception(("a", "b"))), str(Exception("a", "b")), repr(Exception("é\n")), str(Exception("é\n")))
def dynamic():
    return (IndexError, KeyError)
try:
    [][1]
except dynamic() as e:
    print("dynamic", e)
try:
    try:
        raise ValueError
    except undefined_class:
        pass
except NameError as e:
    print(e, "|", repr(e.__context__))
