# What compile, eval and exec take for source, and how long an int in it may be.
import ast
import copy
import pickle
import sys

for source in ("1 + 1", b"1 + 2", bytearray(b"1 + 3"), memoryview(b"  1 + 4")):
    print(eval(source), end=" ")
print()
for source in ("x = 1", b"x = 2", memoryview(b"x = 3")):
    namespace = {}
    exec(source, namespace)
    print(namespace["x"], eval(compile(source[4:] if isinstance(source, str) else bytes(source[4:]), "", "eval")))
for source in (5, None, [b"1"]):
    for f in (eval, exec, lambda s: compile(s, "", "exec")):
        try:
            f(source)
        except TypeError as e:
            print(e)


def attempt(text):
    try:
        return len(f"{compile(text, '<text>', 'eval').co_name}")
    except SyntaxError as e:
        return e.msg.split(";")[0], e.lineno, e.offset, e.end_lineno, e.end_offset


print(attempt("1" * 4300), attempt("1" * 4301), attempt("0x" + "f" * 5000) == attempt("1"))
sys.set_int_max_str_digits(640)
print(attempt("7" * 641))
sys.set_int_max_str_digits(0)
print(attempt("7" * 20_000), ast.literal_eval("8" * 5000) % 1000)
sys.set_int_max_str_digits(4300)


class Marked(bytearray):
    __slots__ = ("mark", "__dict__")


marked = Marked(b"abc")
marked.mark, marked.other = 1, 2
for again in (copy.copy(marked), copy.deepcopy(marked), pickle.loads(pickle.dumps(marked)),
              pickle.loads(pickle.dumps(marked, 0))):
    print(again, again.mark, again.other)
