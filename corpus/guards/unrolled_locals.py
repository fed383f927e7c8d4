# locals(), eval and exec within a loop over a constant range.
def f():
    t = []
    for i in range(3):
        t.append(sorted(locals()))
        t.append(eval("i + 1"))
        exec("i = 50")
        t.append(i)
    return t
for _ in range(20): r = f()
print(r)
