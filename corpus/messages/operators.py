"""What is said of operands that do not go together."""

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


say('a + 1')
say('1 + a')
say('a += 1')
say('-a')
say('~a')
say('a < 1')
say('a < a')
say('a @ a')
say('a @= 1')
say('a ** 2')
say('pow(a, 2, 3)')
say('a << 1')
say('1 + "a"')
say('"a" + 1')
say('[] + ()')
say('1 < "a"')
say('None < 1')
say('[] < 1')
say('"a" * "b"')
say('"a" - 1')
say('[1] * 1.5')
say('{} | 1')
say('{1} + {2}')
say('{1} < [1]')
say('1 in 5')
say('1 in a')
say('"a" in 5')
say('1 in "a"')
say('b"a" in "a"')
say('"a" + b"a"')
say('b"a" + "a"')
say('+"a"')
say('-[]')
say('~1.5')
say('1 // 0')
say('1 % 0')
say('1.0 // 0')
say('1.0 % 0')
say('1 / 0')
say('1.0 / 0')
say('0 ** -1')
say('0.0 ** -1')
say('10.0 ** 400')
say('1j / 0')
say('1j // 1')
say('1j % 1')
say('1j < 2j')
say('divmod(1, 0)')
say('divmod(1j, 1)')
say('pow(2, 3, 0)')
say('pow(2, -1, 4)')
say('pow(1.5, 2, 3)')
say('1 << -1')
say('1 >> -1')
say('1 << (1 << 70)')
say('"%d" % "x"')
say('"%s %s" % 1')
say('"%s" % (1, 2)')
say('x = 1; x += "a"')
say('x = "a"; x -= 1')
say('x = []; x += 1')
say('x = (); x |= 1')
say('not_there + 1')
