# One code object run with several namespaces, alternately.
code = compile("""
for i in range(60):
    v = w
    if i == 30 and change:
        change()
result = (v, w)
""", "<shared>", "exec")
g = {"w": "global", "change": None}
exec(code, g)
print(g["result"])
l = {"w": "local"}
exec(code, g, l)
print(l["result"])
g["change"] = lambda: g.update(w="global 2")
exec(code, g)
print(g["result"])
g["change"] = lambda: l.update(w="local 2")
exec(code, g, l)
print(l["result"])
inner = {"w": "nested local", "change": None}
depth = []


def again():
    if not depth:
        depth.append(1)
        exec(code, g, inner)


g["change"] = again
g["w"] = "outer"
exec(code, g)
print(g["result"], inner["result"])
exec(code, g)
print(g["result"])
other = {"w": "other", "change": None}
exec(code, other)
print(other["result"])
