"""[slow] Formatting: f-strings with and without specs, %, str.format, repr, int to text."""
import sys


def main(n):
    check = 0
    name = "theseus"
    for i in range(n):
        x = i * 0.37
        a = f"{name}:{i}:{x:.3f}"
        b = f"{i:>8}|{i:08x}|{i & 255:b}|{name!r:<12}"
        c = "%s-%d-%5.2f" % (name, i, x)
        d = "{}/{:,}/{:e}".format(name, i * 1001, x)
        e = str(i) + repr(x)
        check += len(a) + len(b) * 3 + len(c) * 5 + len(d) * 7 + len(e)
        check += ord(a[-1]) + ord(b[9]) + ord(c[-2])
    return check


n = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
print("checksum", main(n))
