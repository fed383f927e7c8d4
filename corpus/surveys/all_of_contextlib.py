# contextlib: managers, stacks, redirection, asynchronous ones.  [slow]
import builtins, re
def print(*values, sep=" ", **options):
    builtins.print(re.sub("0x[0-9a-f]{6,}", "0x...", sep.join(map(str, values))), **options)
import contextlib, io, sys, os, asyncio
from contextlib import *
@contextmanager
def tag(n):
    print("<", n); 
    try: yield n.upper()
    except ValueError as e: print("handled", e)
    finally: print(">", n)
with tag("a") as x: print(x)
with tag("b"): raise ValueError("v")
try:
    with tag("c"): raise KeyError("k")
except KeyError as e: print(repr(e))
@tag("deco")
def f(q): print("in f", q)
f(1); f(2)
print(tag, tag.__name__, f.__name__)
@contextmanager
def noyield():
    if 0: yield
try:
    with noyield(): pass
except RuntimeError as e: print(e)
@contextmanager
def two(): yield 1; yield 2
try:
    with two(): pass
except RuntimeError as e: print(e)
@contextmanager
def swallow():
    try: yield
    except: yield
try:
    with swallow(): raise ValueError
except RuntimeError as e: print(e)
with suppress(ZeroDivisionError, KeyError): 1/0
with suppress(ValueError): raise ExceptionGroup("g", [ValueError(1)])
try:
    with suppress(ValueError): raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
except ExceptionGroup as e: print(repr(e))
s = io.StringIO()
with redirect_stdout(s) as t: print("captured"); print(t is s, file=sys.stderr)
print(repr(s.getvalue()))
with redirect_stderr(s): print("err", file=sys.stderr)
print(repr(s.getvalue()))
class R:
    def close(self): print("closed")
with closing(R()) as r: print(type(r).__name__)
with nullcontext(5) as n: print(n)
with ExitStack() as st:
    print(st.enter_context(tag("s1")), st.enter_context(tag("s2")))
    st.callback(print, "cb", 1, sep="-"); st.push(lambda *e: print("push", e[0]))
    st2 = st.pop_all()
print("between"); st2.close()
with ExitStack() as st:
    @st.callback
    def _(): print("bye")
    st.push(lambda t, v, tb: True); raise OSError
try:
    with ExitStack() as st: st.callback(lambda: 1/0); raise ValueError("first")
except ZeroDivisionError as e: print(repr(e), repr(e.__context__))
try: ExitStack().enter_context(5)
except TypeError as e: print(e)
old = os.getcwd()
with chdir("/"): print(os.getcwd())
print(os.getcwd() == old)
class CD(ContextDecorator):
    def __enter__(self): print("en"); return self
    def __exit__(self, *e): print("ex"); return False
@CD()
def g(): print("g")
g()
class Abs(AbstractContextManager):
    def __exit__(self, *a): print("aexit")
with Abs() as a: print(type(a).__name__)
print(isinstance(R(), AbstractContextManager), issubclass(CD, AbstractContextManager))
async def main():
    @asynccontextmanager
    async def am(n):
        print("a<", n)
        try: yield n
        finally: print("a>", n)
    async with am("x") as q: print(q)
    @am("d")
    async def deco(): print("deco body")
    await deco()
    async with AsyncExitStack() as st:
        await st.enter_async_context(am("1")); st.enter_context(tag("2"))
        async def cb(*a): print("acb", a)
        st.push_async_callback(cb, 3)
    class AC:
        async def aclose(self): print("aclosed")
    async with aclosing(AC()): pass
    async with nullcontext(7) as v: print(v)
    try: await AsyncExitStack().enter_async_context(tag("z"))
    except TypeError as e: print(e)
asyncio.run(main())
