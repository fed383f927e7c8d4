# A name that a namespace has under a key of a subclass of str.
class Key(str):
    def __eq__(self, o):
        if o == "K" and isinstance(o, str) and type(o) is str: log.append("eq")
        return str.__eq__(self, o)
    __hash__ = str.__hash__
log = []
ns = {"__builtins__": __builtins__}
exec("def f(): return K\n", ns)
f = ns["f"]
out = []
for i in range(30):
    ns["K"] = i
    out.append(f())
    if i == 10: del ns["K"]; ns[Key("K")] = "via subclass"
    if i == 10: out.append(f())
    if i == 12: ns[Key("other")] = 1
    if i == 20:
        for k in list(ns):
            if k == "K": del ns[k]
        ns["K"] = "plain"
print(out, len(log) > 0)
