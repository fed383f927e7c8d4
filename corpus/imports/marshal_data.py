import sys, marshal
for v in [None, 1, -5, 2**40, -2**100, 1.5, 1j, "a", "é\ud800", b"x", (1,2), [1,[2]], {"a":1, 2:3}, {1}, True, ..., StopIteration]:
    b = marshal.dumps(v)
    w = marshal.loads(b)
    print(ascii(v), b, w == v)
l=[]; l.append(l); print(marshal.loads(marshal.dumps(l)))
for bad in [b"", b"i\0", b"(\xff\xff\xff\x7f", b"r\0\0\0\0", b"?", b"l\x01\0\0\0\0\0", b"[\xff\xff\xff\xff", b"0"]:
    try: print(marshal.loads(bad))
    except Exception as e: print(type(e).__name__, e)
try: marshal.dumps(object())
except ValueError as e: print(e)
def f(a, b=2): return a + b
c = marshal.loads(marshal.dumps(f.__code__))
print(c.co_name, c == f.__code__); f.__code__
x = compile("print('ran', 1+1)", "x", "exec"); exec(marshal.loads(marshal.dumps(x)))
