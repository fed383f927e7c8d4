# sys.tracebacklimit and what the interpreter says of an exit with words.
import sys


def inner():
    raise ValueError("v")


def outer():
    inner()


def show(limit):
    sys.tracebacklimit = limit
    try:
        outer()
    except ValueError as e:
        sys.__excepthook__(type(e), e, e.__traceback__)


for limit in (10, 2, 1, 0, -1, 1 << 100, -1 << 100, None, "2"):
    print(limit, file=sys.stderr)
    show(limit)
sys.stderr.write("unflushed,")
sys.exit("words")
