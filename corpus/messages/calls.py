"""What is said of calls with the wrong arguments."""

class A:
    def __init__(self):
        self.x = None


NAMES = {"A": A, "a": A()}


def say(text):
    """Runs a text and shows how it ends."""
    try:
        exec(compile(text, "<text>", "exec"), dict(NAMES))
    except BaseException as e:
        print(f"{text!r}: {type(e).__name__}: {e}")
    else:
        print(f"{text!r}: fine")


say('a()')
say('1()')
say('"a"()')
say('None()')
say('(lambda x: x)()')
say('(lambda x: x)(1, 2)')
say('(lambda x: x)(y=1)')
say('(lambda x, /: x)(x=1)')
say('(lambda *, x: x)()')
say('(lambda *, x: x)(1)')
say('(lambda x, y: x)(1, x=1)')
say('(lambda a, b, c: 1)()')
say('(lambda a, b, c, d: 1)()')
say('(lambda *, a, b, c: 1)()')
say('(lambda a, b=1: 1)(1, 2, 3)')
say('(lambda a, b=1, *, c: 1)(1, 2, 3, c=3)')
say('(lambda: 1)(1)')
say('(lambda: 1)(a=1)')
say('(lambda a, /, b: 1)(b=1)')
say('(lambda a, b, /: 1)(a=1, b=2)')
say('print(*5)')
say('print(**5)')
say('print(**{1: 2})')
say('dict(a=1, **{"a": 2})')
say('print(*[1], **a)')
say('A(1)')
say('A(x=1)')
say('A.__init__()')
say('object(1)')
say('int(1, 2, 3)')
say('int(x=1)')
say('len()')
say('len(1, 2)')
say('len(obj=1)')
say('isinstance()')
say('sorted()')
say('sorted(1)')
say('sorted([], foo=1)')
say('sorted([1], key=1)')
say('min()')
say('max(1)')
say('zip(1)')
say('map(1)')
say('enumerate()')
say('print(sep=1)')
say('print(1, foo=2)')
say('open()')
say('iter(1, 2)')
say('super()')
say('super().x')
say('type()')
say('type(1, 2)')
say('input(1, 2)')
say('range()')
say('slice()')
say('(1).to_bytes(1, "x", "y", "z")')
