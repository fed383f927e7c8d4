# eval, exec, compile with namespaces, code objects and errors.
x = 10
print(eval("x + 1"), eval(" x "), eval("x", {"x": 1}), eval("x + y", {"x": 1}, {"y": 2}), eval("[i for i in range(x)]", {"x": 3}), eval("(lambda: x)()", {"x": "g"}), eval(b"1 + 1"), eval("1\n"), eval("(1,\n2)"), eval("\t1"), eval("__builtins__ is not None"))
ns = {}
exec("a = 1\nb = [a for _ in 'xy']\ndef f(n):\n    return n + a\nclass C:\n    v = a\n", ns)
print(ns["b"], ns["f"](5), ns["C"].v, ns["f"].__globals__ is ns, "__builtins__" in ns, sorted(k for k in ns if k[0] != "_"))
code = compile("x * 2", "<expr>", "eval")
stmts = compile("y = x\nz = y + 1\n", "<stmts>", "exec")
single = compile("5 + 5", "<single>", "single")
print(eval(code), eval(code, {"x": "ab"}), code.co_filename, code.co_names, code.co_consts, type(code).__name__, code == compile("x * 2", "<expr>", "eval"), hash(code) == hash(compile("x * 2", "<expr>", "eval")))
loc = {}
exec(stmts, {"x": 5}, loc)
print(loc, exec("pass"), eval(stmts, {"x": 1}))
exec(single)
exec(compile("None", "<s>", "single"))
exec(compile("x = 3; x; 'str'", "<s>", "single"), {})
for fn in [lambda: eval("1 +"), lambda: eval("x = 1"), lambda: eval(""), lambda: eval("  "), lambda: eval("1; 2"), lambda: eval("pass"), lambda: eval("undefined"), lambda: eval("x", {}), lambda: eval(5), lambda: eval(None), lambda: eval("1", 5), lambda: eval("1", {}, 5), lambda: eval("1", [], {}), lambda: exec("x y"), lambda: exec("  x = 1"), lambda: exec("if 1:"), lambda: exec(5), lambda: exec("1", 5), lambda: exec("1/0"), lambda: compile("x", "f", "bad"), lambda: compile(5, "f", "exec"), lambda: compile("x", 5, "exec"), lambda: compile("x = 1", "f", "eval"), lambda: compile("1\n2", "f", "single"), lambda: compile("x"), lambda: eval("a\0b"), lambda: eval("'\\ud800'") == "\ud800", lambda: exec("return 1"), lambda: exec("yield 1"), lambda: exec("break"), lambda: exec("import nosuch"), lambda: eval("f'{x}'", {"x": 7}), lambda: eval("x", {"x": 1, "__builtins__": {}}), lambda: eval("len('a')", {"__builtins__": {}}), lambda: eval("len('a')", {"__builtins__": {"len": lambda s: "fake"}}), lambda: eval("[len(x) for x in 'a']", {"__builtins__": {"len": lambda s: "fake"}}), lambda: exec("class A: pass", {"__builtins__": {}}), lambda: exec("def g(a=b): pass", {}), lambda: exec("assert 0, 'msg'"), lambda: eval("(yield)"), lambda: eval("*a"), lambda: eval("a := 1"), lambda: eval("(a := 1)"), lambda: eval("1 if 1"), lambda: eval(code, {}), lambda: exec(ns["f"].__code__), lambda: exec("global q; q = 5") or q, lambda: eval("lambda: 1")(), lambda: eval("print('side')"), lambda: eval("x" * 3), lambda: eval("("), lambda: eval(")"), lambda: eval("'abc"), lambda: eval("1__0"), lambda: eval("@"), lambda: eval("0x")]:
    try:
        print(fn())
    except SyntaxError as e:
        print(type(e).__name__, e.msg, e.lineno, e.offset, repr(e.text))
    except Exception as e:
        print(type(e).__name__, e)


def local_exec():
    v = 1
    exec("v = 2; w = 3")
    before = v, "w" in locals()
    eval("print('sees', v)")
    d = {}
    exec("v = 9", globals(), d)
    return before, d


print(local_exec())


class NS(dict):
    def __missing__(self, k):
        return "<" + k + ">"


print(eval("a + b", {}, NS()), "", eval("c", {}, NS(c=1)))
ns = {"__name__": "made"}
exec("class K: pass\ndef f(): pass", ns)
print(ns["K"].__module__, ns["f"].__module__, ns["K"])
exec("for i in range(3): total = i", ns)
print(ns["i"], ns["total"])
exec("try:\n    1/0\nexcept ZeroDivisionError as e:\n    r = str(e)\n", ns)
print(ns["r"], "e" in ns)
