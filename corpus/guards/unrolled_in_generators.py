# Loops over constant ranges in generators, with closures, returns and deleted variables.
def gen():
    for i in range(4):
        x = yield i
        if x: yield ("sent", x)
def closures():
    fs = []
    for i in range(4):
        fs.append(lambda: i)
    return [f() for f in fs]
def nested():
    for i in range(3):
        def inner(j=i): return i * 10 + j
        yield inner()
def early():
    for i in range(10):
        if i == 4: return i
def delete():
    for i in range(3):
        del i
    try: return i
    except UnboundLocalError as e: return str(e)
for _ in range(30):
    g = gen(); a = [next(g), g.send("s"), next(g), list(g)]
    r = (a, closures(), list(nested()), early(), delete())
print(r)
