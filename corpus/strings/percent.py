# The % formatting operator of str with every conversion.
print("%d %i %u %5d|%-5d|%05d|%+d|% d" % (1, 2, 3, 4, 5, 6, 7, 8))
print("%x %X %o %#x %#X %#o %08x %-8x|" % (255, 255, 8, 255, 255, 8, 48879, 255))
print("%f %.2f %10.3f|%-10.1f|%010.2f %+.0f %#.0f" % (1.5, 2.345, 3.14159, 2.25, -1.5, 2.5, 3))
print("%e %E %.3e %g %G %.3g %#g" % (12345.678, 0.00012, 1e100, 1e-5, 1e20, 1234567, 1.5))
print("%s %r %a %10s|%-10s|%.2s|%5.1s|" % ("a", "b", "é", "c", "d", "efg", "hij"))
print("%c%c%c %5c|" % ("a", 98, "名", "z"), "%%", "%d%%" % 5)
print("%(a)s %(b)05.1f %(a)r %(c)s" % {"a": 1, "b": 2.25, "c": None}, "%(x y)s" % {"x y": 3}, "%((a))s" % {"(a)": 4})
print("%*d|%-*d|%.*f|%*.*f" % (5, 1, 5, 2, 2, 3.14159, 8, 3, 2.71828))
print("%s" % [1], "%s" % (1,), "%s %s" % ("a", (1, 2)), "%s" % {"a": 1}, "%s" % None, "%d" % 3.99, "%d" % True, "%s" % True, "%i" % -0.5)
print("%d" % 10 ** 3, "%d" % (10 ** 30), "%x" % -255, "%.10d" % 42, "%+x" % 10, "%.3x" % 5, "%#.5x" % 5)
print("%f" % float("inf"), "%5.1f|" % float("nan"), "%F" % float("-inf"), "%05f" % float("inf"), "%d" % 1e20, "%.0f" % 0.5, "%.0f" % 1.5, "%.3s" % True, "abc" % [], "abc" % {}, "no args" % ())


class X:
    def __str__(self):
        return "str!"

    def __repr__(self):
        return "repr!"

    def __int__(self):
        return 5

    def __index__(self):
        return 6

    def __float__(self):
        return 7.5


print("%s %r %a %x %f %c" % (X(), X(), X(), X(), X(), 65), "%s" % X(), "%5s|%-6r|" % (X(), X()))
for fmt, arg in [("%d", "a"), ("%d", None), ("%x", 1.5), ("%f", "a"), ("%c", "ab"), ("%c", 1.5), ("%c", 0x110000), ("%c", -1), ("%z", 1), ("%", 1), ("%d", ()), ("%d %d", (1,)), ("%d", (1, 2)), ("%(a)d", 5), ("%(a)d", {}), ("%(a", {}), ("%*d", ("a", 1)), ("%.*f", (1,)),
                 ("abc", 1), ("abc", "x"), ("%s%s", "a"), ("%s", ()), ("%o", "8"), ("%5", 1), ("%ld", 5), ("%d", 1j), ("%d", float("inf")), ("%d", float("nan")), ("%(a)s", [1]), ("%(a)s", (1,)), ("%X", None), ("%e", [])]:
    try:
        print(repr(fmt), repr(arg), fmt % arg)
    except Exception as e:
        print(repr(fmt), repr(arg), "!", type(e).__name__, e)
