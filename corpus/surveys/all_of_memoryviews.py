# memoryview: shapes, casts, assignment, release.  [slow]
import builtins, re
def print(*values, sep=" ", **options):
    builtins.print(re.sub("0x[0-9a-f]{6,}", "0x...", sep.join(map(str, values))), **options)
import array
m = memoryview(bytearray(b"abcdef"))
for c in ('m', 'm[0]', 'm[1:3].tobytes()', 'm[::2].tolist()', 'm[::-1].tobytes()', 'm.format, m.itemsize, m.ndim, m.shape, m.strides, m.suboffsets, m.readonly, m.nbytes, m.contiguous, m.c_contiguous, m.f_contiguous', 'm.obj', 'm.hex()', 'm.hex(":")', 'len(m)', 'm == b"abcdef"', 'm[0:2] == b"ab"', 'm == "a"', 'm[99]', 'm["a"]', 'm[0, 0]', 'm.cast("H").tolist()', 'm.cast("B", [2, 3]).tolist()', 'm.cast("B", (2, 3))[1, 2]', 'm.cast("B", [2, 3])[0]', 'm.cast("I")', 'm.cast("zz")', 'm.cast("B", [4])', 'm.cast("c")[0]', 'm.cast("?").tolist()', 'm.toreadonly().readonly', 'm.toreadonly().__setitem__(0, 1)', 'hash(m)', 'hash(memoryview(b"abc")) == hash(b"abc")', 'memoryview(b"a")[0] ', 'bytes(m[2:])', '97 in m', 'list(m)', 'm.tobytes("F")', 'm.tobytes("Z")', 'memoryview("a")', 'memoryview(5)', 'memoryview()', 'memoryview(array.array("i", [1, 2]))[1]', 'memoryview(array.array("d", [1.5])).format', 'memoryview(array.array("d", [1.5])).cast("B").nbytes', 'memoryview(array.array("i", [1])).cast("h")', 'm < m', 'm + m', 'm.__len__()', 'memoryview(m).obj is m.obj', 'sorted(m)', 'b"".join([m, b"x"])', 'm.count', 'm.index', 'iter(m)', 'reversed(m)', 'list(reversed(m))', 'memoryview(b"a").cast("b").tolist()', 'memoryview(b"abcdefgh").cast("Q").tolist()', 'memoryview(b"abcdefgh").cast("d")[0]', 'm.cast("B", [])', 'memoryview(b"x").cast("B", []).tolist()'):
    try: print(c, "->", repr(eval(c)).split(" at 0x")[0])
    except Exception as e: print(c, "->", type(e).__name__, e)
for st in ('m[0] = 65', 'm[1:3] = b"XY"', 'm[1:3] = b"X"', 'm[0] = 300', 'm[0] = "a"', 'm[:] = 5', 'del m[0]', 'm[::2] = b"123"', 'm.cast("H")[0] = 70000', 'm.cast("c")[0] = b"q"', 'm.cast("c")[0] = 5', 'm.release()', 'm[0]', 'len(m)', 'm.release()', 'print(m)', 'm.tobytes()'):
    try: exec(st); print(st, "ok")
    except Exception as e: print(st, "->", type(e).__name__, e)
with memoryview(b"q") as v: print(v[0])
try: v[0]
except ValueError as e: print(e)
