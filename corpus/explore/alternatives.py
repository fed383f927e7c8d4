# [ours] Kinds by comparison, and sets divided by the first kind that matches: as guppy3 prints them.
from guppy import hpy

hp = hpy()


class T:
    pass


class U(T):
    pass


t, u = T(), U()
t.x = u.x = [1, 2]
s = hp.iso(t, u, t.x, t.__dict__, u.__dict__, "some text", 5000, (1, 2))
size = hp.iso(5000).size
for kind in hp.Size(size), hp.Type(T), hp.Clodo(T), hp.Clodo(dictof=T):
    for symbol in "<", "<=", "==", "!=", ">=", ">":
        other = kind.alt(symbol)
        if kind == hp.Size(size):
            print(symbol, (s & other).count, other.brief == f"<size {symbol} {size}>")
        else:
            print(other.brief, (s & other).count)
print(hp.Clodo(dictof=()).brief, (s & hp.Clodo(dictof=())).count)
print((s & hp.Size(size).alt(">")) | (s & hp.Size(size).alt("<=")) == s)
for wrong in (lambda: hp.Type(T).alt("foo"), lambda: (hp.Type(T) | hp.Type(list)).alt("<")):
    try:
        print(wrong())
    except ValueError as e:
        print(type(e).__name__, e)
order = hp.findex(hp.Type(T).alt("<="), hp.Type(list), hp.Type(T))
divided = s.by(order)
for part in divided.parts:
    print(part.count, part.kind.brief)
print(divided.kind.brief)
print(str(divided).splitlines()[1])
print(order(0).brief, "|", order(1).brief, (s & order(0)).count, (s & order(2)).count)
print([row.name for row in divided.stat.get_rows()])
print(len(s.by(hp.findex())), divided.byclodo.count == s.count)
