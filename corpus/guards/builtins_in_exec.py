# exec with builtins of its own, which change while functions of it run.
import builtins
own = {"len": len, "range": range, "print": print, "__build_class__": __build_class__}
ns = {"__builtins__": own, "__name__": "x"}
exec("""
def f(n):
    s = 0
    for i in range(n):
        s += len("abc")
    return s
class C:
    def m(self): return len("xy")
""", ns)
f = ns["f"]
print(f(50))
own["len"] = lambda s: 7
print(f(50), ns["C"]().m())
own["extra"] = 1
print(f(50))
del own["len"]
try:
    f(5)
except NameError as e:
    print(e)
ns["len"] = lambda s: 1
print(f(10))
ns["__builtins__"] = {"len": lambda s: 1000, "range": range}
del ns["len"]
try:
    print(f(10))
except NameError as e:
    print(e)
exec("def g(n): return sum_(len('abc') for i in range(n))", ns | {"sum_": sum}, )
own["len"] = len
print(f(10))
builtins.zzz = 5
try:
    exec("print(zzz)", {"__builtins__": own})
except NameError as e:
    print(e)
del builtins.zzz
