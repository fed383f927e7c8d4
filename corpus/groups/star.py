# except*: what each clause gets, what is raised again, what is refused.
import sys
def tb(e):
    n=0; t=e.__traceback__; l=[]
    while t: l.append((t.tb_frame.f_code.co_name,t.tb_lineno)); t=t.tb_next
    return l
def f():
    try:
        raise ValueError(1)
    except* ValueError as e:
        print("caught", repr(e), tb(e), tb(e.exceptions[0]), sys.exception() is e, e.__context__, e.exceptions[0].__context__)
        raise TypeError("x")
try:
    f()
except BaseException as e:
    print(repr(e), tb(e), repr(e.__context__), [ (repr(x), tb(x), repr(x.__context__)) for x in getattr(e,'exceptions',())])
def g():
    try:
        raise ExceptionGroup("eg", [ValueError(1), TypeError(2), OSError(3), ExceptionGroup("n",[ValueError(4), KeyError(5)])])
    except* ValueError as e:
        print("V", repr(e), tb(e), sys.exception() is e, repr(sys.exception().__context__))
        raise
    except* TypeError as e:
        print("T", repr(e), tb(e))
        raise ZeroDivisionError("z")
    except* OSError as e:
        print("O", repr(e))
    else: print("else")
    finally: print("finally", repr(sys.exception()))
try:
    g()
except BaseException as e:
    def show(e, d=0):
        print(" "*d, repr(e), tb(e), repr(e.__context__), repr(e.__cause__))
        for x in getattr(e, 'exceptions', ()): show(x, d+2)
    show(e)
for name, cls in [("a", ExceptionGroup), ("b", 3), ("c", (ValueError, ExceptionGroup)), ("d", int)]:
    try:
        try: raise ValueError(1)
        except* cls: print("?")
    except BaseException as e: print(name, type(e).__name__, e, repr(e.__context__))
    try:
        try: raise ExceptionGroup("q",[ValueError(1)])
        except* cls: print("?")
    except BaseException as e: print(name, type(e).__name__, e, repr(e.__context__))
for i in range(3):
    try:
        if i == 0: raise KeyError("k")
        if i == 1: raise BaseExceptionGroup("b", [KeyboardInterrupt(), KeyError(2)])
    except* KeyError as k:
        print(i, repr(k), sys.exception())
        for j in range(3):
            if j == 1: break
            continue
        def q(): return 1
        q()
    except* KeyboardInterrupt as z:
        print(i, repr(z))
    else:
        print(i, "else")
try: k
except NameError as e: print(e)
for code in ["try: pass\nexcept* ValueError: pass\nexcept TypeError: pass","try: pass\nexcept ValueError: pass\nexcept* TypeError: pass",
 "def f():\n try: pass\n except* ValueError: return", "for x in y:\n try: pass\n except* ValueError: break","for x in y:\n try: pass\n except* ValueError: continue",
 "try: pass\nexcept* : pass", "try: pass\nexcept*: pass", "try: pass\nexcept* A, B: pass", "try: pass\nexcept* A, B as c: pass", "try:\n pass\nexcept* A:\npass", "try:\n pass\nexcept* A\n pass","try:\n pass\nexcept*\n pass",
 "try: pass\nexcept* ValueError: break", "def f():\n for x in y:\n  try: pass\n  except* V:\n   try: pass\n   finally:\n    return", "try: pass\nexcept* A as b.c: pass", "return"]:
    try:
        compile(code, "<c>", "exec")
        print("ok", repr(code))
    except SyntaxError as e:
        print(repr(code), type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
