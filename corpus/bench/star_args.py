"""[slow] Calls with defaults, keywords, *args and **kwargs, and forwarding wrappers."""
import sys


def plain(a, b=2, c=3):
    return a + b * c


def collect(*args):
    return args[0] + len(args)


def named(**kw):
    return kw["x"] - len(kw)


def mixed(a, *rest, scale=1, **extra):
    return (a + len(rest)) * scale + len(extra)


def forward(*args, **kw):
    return mixed(*args, **kw)


def main(n):
    check = 0
    triple = (1, 2, 3)
    options = {"scale": 2, "hint": 5}
    for i in range(n):
        check += plain(i)
        check += plain(i, c=5)
        check += plain(b=i, a=1)
        check += collect(i, 1, 2)
        check += collect(*triple)
        check += named(x=i, y=2)
        check += forward(i, 7, scale=3)
        check += forward(*triple, **options)
    return check


n = int(sys.argv[1]) if len(sys.argv) > 1 else 20000
print("checksum", main(n))
