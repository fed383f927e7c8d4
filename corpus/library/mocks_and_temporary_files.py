# [slow] Mocks, temporary files, representations and proxies of the environment, as 3.12 shows them.

import inspect, asyncio, tempfile, reprlib, doctest, unittest, io, random
from unittest import mock
from unittest.mock import *
print(inspect.signature(Mock), inspect.signature(MagicMock), inspect.signature(AsyncMock))
am = AsyncMock(return_value=3); print(inspect.iscoroutinefunction(am), asyncio.run(am(1, k=2)), am.await_args_list, inspect.signature(am))
print(am.__code__.co_flags, am.__code__.co_varnames, am.__code__.co_argcount)
m = MagicMock(spec=["a"]); 
for f in (lambda: m.b, lambda: Mock().called_once, lambda: Mock().assert_foo, lambda: Mock().asert_x, lambda: m.assert_called_with(1)):
    try: f()
    except AttributeError as e: print("AE", e)
    except AssertionError as e: print(e)
class C:
    async def co(self): pass
    def me(self, a, b=1): return a
    @classmethod
    def cm(cls, x): pass
    @staticmethod
    def sm(y): pass
    attr = 3
for spec in (C, C()):
    s = create_autospec(spec); print(type(s).__name__, type(s.co).__name__ if not isinstance(s.co, type(lambda:0)) else 'func', inspect.signature(s.me))
    try: s.cm(1,2)
    except TypeError as e: print(e)
    try: s.sm()
    except TypeError as e: print(e)
print(Mock(spec=C).co, ) if 0 else print(type(Mock(spec=C).co).__name__, type(MagicMock(spec_set=C()).co).__name__)
f = tempfile.NamedTemporaryFile(); print(type(f).__name__, repr(f).split(' object')[0]); f.close(); del f
with tempfile.SpooledTemporaryFile(max_size=4) as s:
    print(s._rolled); s.writelines([b"ab", b"cdef"]); print(s._rolled); s.seek(0); print(s.read())
@reprlib.recursive_repr()
def r(x): return "x"
print(hasattr(r, "__wrapped__"))
class deque(list): pass
print(reprlib.repr(deque(range(10))), reprlib.repr(list(range(100))), reprlib.repr({1: {2: {3: {4: {5: {6: {7: 8}}}}}}}))
class T(unittest.TestCase):
    def test_a(self): self.assertIsInstance(1, (str, list))
    def test_b(self): self.assertNotIsInstance(1, (int, str))
    def test_c(self): self.enterContext(5)
    def test_d(self):
        class A:
            async def __aenter__(self): pass
            async def __aexit__(self, *a): pass
        self.enterContext(A())
print(hasattr(unittest, "_TextTestResult"), hasattr(unittest, "load_tests"), hasattr(unittest.TestCase, "_assertNotWarns"))
st = io.StringIO(); r = unittest.TextTestRunner(stream=st).run(unittest.defaultTestLoader.loadTestsFromTestCase(T))
for t, tb in r.errors + r.failures: print(t, tb.splitlines()[-1])
a, b = doctest.DocTest([], {}, "n", "f", None, ""), doctest.DocTest([], {}, "n", "f", 3, ""); print(a < b, b < a)
import socket, urllib.request, os, email.utils, email.policy
try: socket.create_connection(("127.0.0.1", 1), all_errors=True)
except* ConnectionRefusedError as e: print(repr(e))
try: socket.create_connection(("127.0.0.1", 1))
except OSError as e: print(repr(e))
for k in list(os.environ):
    if k.lower().endswith("proxy"): del os.environ[k]
os.environ.update(HTTP_PROXY="http://a", http_proxy="http://b", HTTPS_PROXY="x", ftp_proxy="", FTP_PROXY="q", _proxy="u", NO_PROXY="l"); print(urllib.request.getproxies_environment())
import warnings; warnings.simplefilter("always")
import datetime
print(type(email.utils.localtime(isdst=1)), email.utils.localtime(datetime.datetime(2020,1,1)).isoformat())
print(email.utils.getaddresses(["a <b@c>", "x@y"]))
