# Small things of the library: proxies claim a class, streams forget line ends, symbols are global everywhere.
import doctest
import fnmatch
import io
import symtable
import weakref


class A:
    pass


class B(A):
    pass


b = B()
proxy = weakref.proxy(b)
for _ in range(3):
    print(isinstance(proxy, B), isinstance(proxy, A), isinstance(proxy, int), isinstance(proxy, (int, A)))

stream = io.TextIOWrapper(io.BytesIO(b"a\nb\r\nc"))
print(stream.readlines(), stream.newlines, stream.seek(0), stream.newlines, stream.readline(), stream.newlines)

table = symtable.symtable("g=1\nh=2\ndef f():\n  global g, k\n  class A:\n    global z\n", "f", "exec")
for symbol in sorted(table.get_symbols(), key=lambda s: s.get_name()):
    print(symbol.get_name(), symbol.is_declared_global(), symbol.is_global(), symbol.is_local())
print(doctest.testmod(fnmatch))
