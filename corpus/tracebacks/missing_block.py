# [exits] Of errors other than SyntaxError itself the interpreter marks the beginning.
import traceback


class Special(SyntaxError):
    pass


for text in ("if True:\nprint(1)\n", "def f():\n    for x in y:\n    return\n", "x = 1\n  y = 2\n"):
    try:
        exec(text)
    except SyntaxError as e:
        print(e.lineno, e.offset, e.end_offset)
        traceback.print_exc()
        import sys

        sys.__excepthook__(type(e), e, None)
for kind in (SyntaxError, IndentationError, TabError, Special):
    e = kind("message", ("file", 2, 1, "print(1)\n", 2, 6))
    sys.__excepthook__(kind, e, None)
exec("class A:\n  def f(self):\n  print(1)")
