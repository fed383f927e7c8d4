"""Programs of one text each, and how they end."""


class A:
    def __init__(self):
        self.x = None


def say(text):
    """Runs a text that may speak of a class `A` and an instance `a`, and shows how it ends."""
    try:
        exec(compile(text, "<text>", "exec"), {"A": A, "a": A()})
    except BaseException as e:
        print(f"{text!r}: {type(e).__name__}: {e}")
    else:
        print(f"{text!r}: fine")
