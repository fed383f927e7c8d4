# The tree of builtin exceptions, args, str, repr and constructors.
tree = [BaseException, Exception, ArithmeticError, AssertionError, AttributeError, BlockingIOError, BrokenPipeError, BufferError, ChildProcessError, ConnectionError, EOFError, FileExistsError, FileNotFoundError, FloatingPointError, GeneratorExit, ImportError, IndentationError, IndexError, InterruptedError, IsADirectoryError, KeyError, KeyboardInterrupt, LookupError, MemoryError, ModuleNotFoundError, NameError, NotADirectoryError, NotImplementedError, OSError, OverflowError, PermissionError, ProcessLookupError, RecursionError, ReferenceError, RuntimeError, StopAsyncIteration, StopIteration, SyntaxError, SystemError, SystemExit, TabError, TimeoutError, TypeError, UnboundLocalError, UnicodeError, ValueError, ZeroDivisionError, Warning, DeprecationWarning, UserWarning, SyntaxWarning, RuntimeWarning, FutureWarning, ResourceWarning]
for cls in tree:
    print(" < ".join(c.__name__ for c in cls.__mro__[:-1]))
print(IOError is OSError, EnvironmentError is OSError)
for cls in (Exception, ValueError, KeyError, OSError, StopIteration, SystemExit, ImportError, NameError, AttributeError, SyntaxError):
    for args in [(), ("m",), ("a", "b"), (None,), ([1],)]:
        try:
            e = cls(*args)
            print(cls.__name__, repr(e), repr(str(e)), e.args)
        except Exception as bad:
            print(cls.__name__, args, "!", type(bad).__name__, bad)
print(str(KeyError("k")), str(KeyError("a", "b")), str(KeyError()), str(KeyError(1)), repr(KeyError("q'")), str(KeyError("")))
print(StopIteration(5).value, StopIteration().value, StopIteration(1, 2).value, SystemExit(3).code, SystemExit().code, SystemExit(1, 2).code)
print(OSError(2, "msg"), repr(OSError(2, "msg")), OSError(2, "msg").errno, OSError(2, "msg").strerror, OSError(2, "m", "file"), type(OSError(2, "x")).__name__, type(OSError(13, "x")).__name__, OSError(1, "m", "f", None, "g"), OSError("one").errno, OSError(1, 2, 3, 4, 5).args)
print(ImportError("m", name="n", path="p").name, NameError("m", name="n").name, AttributeError("m", name="n", obj=5).obj, UnicodeDecodeError("utf-8", b"ab", 0, 1, "why"), UnicodeEncodeError("ascii", "é", 0, 1, "why"), UnicodeTranslateError("ab", 0, 2, "why"))
e = SyntaxError("msg", ("file.py", 3, 5, "text", 3, 8))
print(e.msg, e.filename, e.lineno, e.offset, e.text, e.end_lineno, e.end_offset, str(e), repr(e), str(SyntaxError("x", (None, None, None, None))))
for fn in [lambda: ValueError(x=1), lambda: ImportError(x=1), lambda: UnicodeDecodeError(1), lambda: UnicodeDecodeError("a", "b", 0, 1, "c"), lambda: SyntaxError("m", 5), lambda: SyntaxError("m", (1, 2)), lambda: ValueError.args, lambda: setattr(ValueError(), "args", 5), lambda: BaseException.__new__(int), lambda: ValueError().with_traceback(5), lambda: ValueError().__setattr__("__cause__", 5), lambda: ValueError().__setattr__("__traceback__", 5), lambda: ValueError().add_note(5), lambda: delattr(ValueError(), "args"), lambda: KeyError(1)[0], lambda: ValueError(1) == ValueError(1), lambda: hash(ValueError(1)) == 0]:
    try:
        r = fn()
        print(r if not hasattr(r, "__get__") else "descriptor")
    except Exception as bad:
        print(type(bad).__name__, bad)
e = ValueError("a", "b")
e.args = ["new"]
e.extra = 1
print(e.args, e, vars(e), e.__cause__, e.__context__, e.__suppress_context__, e.__traceback__)
e.add_note("n1")
e.add_note("n2")
print(e.__notes__)
class My(Exception):
    def __init__(self, code):
        self.code = code
class My2(KeyError):
    def __str__(self):
        return "custom"
class My3(OSError):
    pass
print(repr(My(5)), str(My(5)), My(5).args, str(My2("x")), repr(My2("x")), My3(2, "x").errno, type(My3(2, "x")).__name__, isinstance(My2("x"), LookupError))
