"""Variables of comprehensions as eval(), locals() and frames see them."""
print([eval("x") for x in [1,2]])
print([locals()["x"] for x in [1,2]])
print(["x" in dir() for x in [1,2]], "x" in globals())
y=0
[exec("y = x") for x in [1,2]]
print(y)
class C:
    print([eval("x") for x in [1,2]])
    z=[("z" in locals(), "x" in locals()) for x in [1]]
print(C.z)
x=5
print([eval("x") for x in [1,2]], x)
print({k: eval("k") for k in 'a'}, {eval("k") for k in 'a'}, list(eval("k") for k in [3]))
def f():
    return [eval("x+1") for x in [1,2]], [sorted(locals()) for q in [1]]
print(f())
print([sorted(k for k in vars() if k in ('i','j')) for i in [1] for j in [2]])
import sys
print([sys._getframe().f_locals.get('w') for w in [1,2]])
