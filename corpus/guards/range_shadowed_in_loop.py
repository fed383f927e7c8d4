# range, enumerate and zip come as globals while loops over them run.
def f():
    out = []
    for i in range(3):
        for j in range(2):
            out.append(i * 10 + j)
            hook()
    return out
def nothing(): pass
def shadow():
    global hook
    globals()["range"] = lambda n: iter([7, 8])
    hook = nothing
def lift():
    global hook
    globals().pop("range", None)
    hook = nothing
hook = nothing
for _ in range(40): f()
hook = shadow
print(f()); print(f())
hook = lift
print(f()); print(f())
