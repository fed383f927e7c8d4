"""What is said of items that are not there or cannot be stored."""

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


say('a[0]')
say('a[0] = 1')
say('del a[0]')
say('[][1]')
say('()[1]')
say('""[1]')
say('b""[1]')
say('range(3)[5]')
say('{}["x"]')
say('[]["a"]')
say('"a"["b"]')
say('[][1:2:0]')
say('[1][None]')
say('(1,)[1.5]')
say('[] [0] = 1')
say('del [][0]')
say('"abc"[0] = "x"')
say('del "abc"[0]')
say('del (1,)[0]')
say('(1,)[0] = 2')
say('{}[[]]')
say('{[]: 1}')
say('{[]}')
say('{1: 2}.popitem().x')
say('{}.popitem()')
say('{}.pop(1)')
say('[].pop()')
say('[1].pop(5)')
say('set().pop()')
say('set().remove(1)')
say('[].remove(1)')
say('[1, 2].index(3)')
say('(1,).index(2)')
say('"abc".index("z")')
say('b"abc".index(b"z")')
say('range(3).index(7)')
say('None[0]')
say('1[0]')
say('len[0]')
say('int[0]')
say('list[0]')
say('x = [1, 2, 3]; x[::2] = [1]')
say('x = [1]; x[0:1] = 5')
say('bytearray(b"a")[0] = 300')
say('bytearray(b"a")[0] = "a"')
say('memoryview(b"a")[0] = 1')
say('memoryview(b"a")[5]')
say('(1).real[0]')
say('dict.fromkeys([[]])')
say('frozenset([[]])')
