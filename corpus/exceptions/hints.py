# Suggestions are not in str(e); name, obj and notes of the exceptions are.
number = 1


class C:
    attribute = 1


def names():
    value = 1
    return valeu


for fn in [names, lambda: C.atribute, lambda: C().atribute, lambda: "".uper(), lambda: pritn, lambda: [].apend, lambda: int.form_bytes]:
    try:
        fn()
    except (NameError, AttributeError) as e:
        print(type(e).__name__, e, e.name, getattr(e, "obj", "-") if not isinstance(getattr(e, "obj", None), C) else "C()")
for fn in [lambda: iter(5), lambda: 5 in 5, lambda: [*5], lambda: {**5}, lambda: (lambda **k: 0)(**5), lambda: dict([5]), lambda: dict([[1]]), lambda: dict(["a"]), lambda: sum(["a"]), lambda: sum([[1]]), lambda: sum("ab", ""), lambda: max([]), lambda: min(), lambda: max(5), lambda: max(1, "a"), lambda: abs("a"), lambda: round("a"), lambda: len(5), lambda: ord("ab"), lambda: chr(-1), lambda: int("x"), lambda: float("x"), lambda: bytes("a"), lambda: range(1.5), lambda: range(1, 2, 0), lambda: range(), lambda: zip(5), lambda: map(5), lambda: map(), lambda: list(map(5, [1])), lambda: filter(1), lambda: enumerate(), lambda: enumerate(5), lambda: enumerate([], "a"), lambda: reversed(5), lambda: sorted(5), lambda: any(5), lambda: all(None), lambda: divmod(1), lambda: pow(1), lambda: hash([]), lambda: isinstance(1, 1), lambda: getattr(1, "x"), lambda: setattr(1, "x", 1), lambda: next([]), lambda: next(iter([])), lambda: iter(1, 2), lambda: print(sep=1), lambda: print(end=b""), lambda: input(1, 2), lambda: eval("1 +"), lambda: eval(5), lambda: exec(5), lambda: compile("1", "f", "bad"), lambda: __import__("nosuchmodule"), lambda: format(1, "zz"), lambda: "{}".format(), lambda: "%d" % "x", lambda: "a".join([1]), lambda: [].index(1), lambda: {}.popitem(), lambda: set().pop(), lambda: number[0:1], lambda: {}[0:1], lambda: object() < object(), lambda: object()(), lambda: object()[0], lambda: object().x, lambda: -object(), lambda: object() + 1, lambda: type("X", (), {})().y, lambda: vars(1), lambda: dir(1, 2), lambda: callable(), lambda: id(), lambda: hex("a"), lambda: bin(1.5), lambda: oct(None), lambda: complex("x"), lambda: bool(1, 2), lambda: super(), lambda: property(1)(), lambda: staticmethod(1)(), lambda: issubclass(1, int), lambda: delattr(1, "x")]:
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, "|", e)
