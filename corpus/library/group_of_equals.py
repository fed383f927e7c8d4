# [slow] A group that holds one exception twice.
import traceback, sys


def f():
    raise ValueError("x")


try:
    f()
except ValueError as e:
    e1 = e
g = ExceptionGroup("s", [e1, e1])
sys.stdout.write("".join(traceback.format_exception(g)))
try:
    raise g
except ExceptionGroup as e:
    traceback.print_exc(file=sys.stdout)
