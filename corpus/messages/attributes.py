"""What is said of attributes that are not there or cannot be set."""

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


say('a.y')
say('a.x.y')
say('a.x.y.z')
say('a.__dict__ = 1')
say('a.__class__ = 1')
say('a.__class__ = int')
say('int.x = 1')
say('(1).x = 1')
say('object().x = 1')
say('None.x')
say('None.x = 1')
say('setattr(a, 1, 2)')
say('getattr(a, 1)')
say('getattr(a, "zz")')
say('delattr(a, "zz")')
say('hasattr(a, 1)')
say('vars(1)')
say('del a.x, a.x')
say('del int.real')
say('str.join = 1')
say('a.__init__ = 1; a.__init__')
say('(lambda: 0).__code__ = 1')
say('(lambda: 0).__defaults__ = 1')
say('(lambda: 0).__name__ = 1')
say('A.__name__ = 1')
say('A.__bases__ = ()')
say('A.__bases__ = 1')
say('del A.__name__')
say('A.__qualname__ = 2')
say('len.__name__ = "x"')
say('"".__class__ = int')
say('property().fget = 1')
say('range(3).start = 1')
say('slice(1).stop = 2')
say('(1j).real = 2')
say('type.mro = 1')
