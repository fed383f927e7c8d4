# A program under the debugger, whose commands come from a stream.
import io
import linecache
import pdb
import re

SOURCE = '''\
class Shy:
    def __repr__(self): raise ValueError("no repr")
def fib(n, *args, key=None, **kw):
    a, b = 0, 1
    for i in range(n):
        a, b = b, a + b
    return a
class Kind:
    def method(self, x):
        y = x * 2
        return y
def main():
    shy = Shy()
    kind = Kind()
    total = fib(3, 4, key=5, z=6)
    kind.method(total)
    return total
result = main()
'''

linecache.cache["<shop>"] = (len(SOURCE), None, SOURCE.splitlines(True), "<shop>")


def session(*commands):
    names = {"__name__": "shop"}
    out = io.StringIO()
    debugger = pdb.Pdb(stdin=io.StringIO("\n".join(commands) + "\n"), stdout=out, nosigint=True, readrc=False)
    try:
        debugger.run(compile(SOURCE, "<shop>", "exec"), names)
    except Exception as problem:
        print(type(problem), problem)
    print(re.sub(r"(/.*/)?bdb.py\(\d+\)", "bdb.py", out.getvalue()))
    print("=" * 20)


session("s", "s", "n", "b fib", "c", "a", "w", "l", "ll", "n", "n", "n", "p a, b", "pp [a]*3", "display a",
        "display", "n", "n", "n", "undisplay a", "display", "r", "retval", "c")
session("tbreak main", "c", "n", "n", "n", "p shy", "pp shy", "display shy", "a", "whatis kind.method", "whatis fib",
        "whatis Kind", "whatis kind", "whatis 3", "whatis nope", "s", "s", "u", "p kind.method.__name__",
        "p $_frame.f_lineno", "$x = 4", "p $x * 2", "d", "d", "u", "u 9", "d x", "q")
session("h", "h p", "h exec", "h b", "h list", "h whatis", "h q", "h ll", "h alias", "h clear", "h commands",
        "h nope", "h a b", "q")
session("b 6, i == 2", "b 5 , (x", "b <shop>:5", "b nofile:3", "b nofunc", "b", "condition 1 i==1", "condition 1 (",
        "condition 9", "condition x", "ignore 1 1", "disable 1", "enable 1", "cl 77", "commands 9", "commands x",
        "commands 1", "silent", "p n", "c", "end", "c")
session("alias double print(%1 * 2)", "alias", "alias double", "alias zz", "double 21", "unalias double",
        "p 1 ;; p 2", "!x = 5", "! x", "x", "1/0", "foo bar", "unt x", "j 8", "j 99", "j x", "display )", "display nope",
        "undisplay zzz", "l 3", "l .", "l a", "l 20,3", "debug 1 + 1", "q", "until 12", "run 'x", "q")


def fails():
    missing = {}
    return missing["key"]


try:
    fails()
except KeyError as problem:
    out = io.StringIO()
    debugger = pdb.Pdb(stdin=io.StringIO("p missing\nw\nq\n"), stdout=out, readrc=False)
    debugger.reset()
    debugger.interaction(None, problem.__traceback__)
    print(re.sub(r"/.*/", "", out.getvalue()))
