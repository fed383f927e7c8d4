# array: type codes, methods, conversions and what they refuse.  [slow]
from array import array, typecodes
print(typecodes)
for t in typecodes:
    a = array(t, "ab" if t == "u" else [1, 2]); print(t, a, a.itemsize, a.tobytes(), len(a), a[0], a * 2, a + a, a[::-1])
a = array("i", [1, 2, 3])
for st in ('a.append(4)', 'a.append("x")', 'a.append(1.5)', 'a.append(2**40)', 'a.extend([5, 6])', 'a.extend(array("i", [7]))', 'a.extend(array("b", [7]))', 'a.extend("a")', 'a.fromlist([8])', 'a.fromlist([1, "a"])', 'a.fromlist((1,))', 'a.frombytes(b"\\1\\0\\0\\0")', 'a.frombytes(b"\\1")', 'a.insert(0, 9)', 'a.pop()', 'a.pop(99)', 'a.remove(9)', 'a.remove(99)', 'a.index(3)', 'a.index(99)', 'a.index(1, 1)', 'a.count(1)', 'a.reverse()', 'a.byteswap()', 'a.byteswap()', 'a.tolist()', 'a.buffer_info()[1]', 'a[0] = 5', 'a[1:3] = array("i", [0])', 'a[1:3] = [0]', 'a[1:3] = array("b", [0])', 'del a[0]', 'a += array("i", [1])', 'a += [1]', 'a *= 2', 'a == array("f", a.tolist())', 'a < array("i", [99])', 'a[99]', 'a["a"]', 'a.typecode', '5 in a', 'memoryview(a).tolist()', 'a.tounicode()', 'array("u", "ab").tounicode()', 'array("u", "ab") + a', 'array("z")', 'array("ii")', 'array(5)', 'array()', 'array("i", 5)', 'array("i", "ab")', 'array("b", [200])', 'array("B", [-1])', 'array("B", [256])', 'array("H", b"ab")', 'array("f", [1e40])', 'array("f", [0.1])', 'array("d", [0.1])', 'array("Q", [2**64])', 'array("q", [2**63])', 'array("i", range(3))', 'array("d", ["a"])', 'bytes(array("h", [1]))', 'repr(array("i"))', 'repr(array("u"))', 'array("i", [1]) * -1', 'a.__reduce_ex__(2)[1][:2]', 'a.__reduce_ex__(3)[1][1]', '__import__("pickle").loads(__import__("pickle").dumps(a)) == a', '__import__("copy").copy(a) is a', 'a.__sizeof__() > 10', 'hash(a)', 'array("i", [1]).__class_getitem__(int)', 'a.clear()'):
    try:
        try: r = eval(st)
        except SyntaxError: r = exec(st)
        print(st, "->", r, "|", a)
    except Exception as e: print(st, "->", type(e).__name__, e)
import io
f = io.BytesIO(); array("h", [1, 2, 3]).tofile(f); f.seek(0); b = array("h"); b.fromfile(f, 2); print(b)
try: b.fromfile(f, 5)
except EOFError as e: print(e, b)
