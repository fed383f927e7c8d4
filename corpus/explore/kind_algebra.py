# [ours] Kinds: their products, sums and complements, and what chooses by them; relations that combine others.
# Guppy prints the same, its odd parentheses included.
import re
from guppy import hpy

hp = hpy()


class C:
    pass


class D(C):
    pass


c, d = C(), D()
c.x, d.x = 1, 2
c.__dict__, d.__dict__
T, S, M, V = hp.Type(int), hp.Size(28), hp.Module("__main__"), hp.Via("[0]")
U, L = hp.Type(str), hp.Type(list)


def show(*expressions):
    for e in expressions:
        try:
            value = eval(e)
            words, code = str(value), repr(value)
        except (TypeError, ValueError, AttributeError) as x:
            words = code = f"{type(x).__name__}: {x}"
        words, code = (re.sub("0x[0-9a-f]+", "0x", text) for text in (words, code))
        print(f"{e:32} {words}" if words == code or '\n' in code else f"{e:32} {words}\n{'':32} {code}")


show("T & S", "S & T", "T & (S & M)", "(T & S) & M", "M & (T & S)", "(T & S) & (M & V)")
show("T | U", "T | S | M", "(T | S) & M", "(T | S) & (M | V)", "T & (T | S)", "T | (T & S)", "(T & S) | (S & T)")
show("~T", "~~T", "~(T | U)", "~(T & S)", "~(T | ~S)", "~hp.Anything", "~hp.Nothing", "~hp.Clodo(dictof=C)")
show("T - S", "S - T", "T - S - M", "T - (S | M)", "T - (S & M)", "T ^ S", "T ^ S ^ M", "T ^ U")
show("T & U", "T & ~T", "T & ~U", "T | ~T", "(T & ~S) | (T & S)", "S & hp.Size(56)", "hp.Anything - T")
show("T & hp.Anything", "T | hp.Anything", "T & hp.Nothing", "T | hp.Nothing", "hp.Nothing - T")
show("hp.Type(dict) & hp.Clodo(dictof=C)", "T & hp.Clodo(int)", "int & S", "S & int", "T | str", "str | T", "T | 3")
show("(T & S).dictof", "(~T).dictof", "S.dictof", "hp.Anything.dictof", "hp.Type.dictof(hp.Type(C))")
show("S.alt('>=') & T", "~S.alt('<')", "~T.alt('<=')", "T.biper", "hp.Type.Int", "hp.Type.Dict", "hp.Type.foo")

show("T <= T | U", "T <= (T | U)", "(T | U) <= T", "(T & S) <= T", "(T & S) == (S & T)", "T <= ~U", "T < hp.Anything")
show("T != U", "T.disjoint(U)", "T.disjoint(S)", "hp.Nothing <= T", "T == hp.Clodo(int)", "T == c")
show("1 in T", "1 in ~T", "'a' in ~T", "1 in T & hp.Size(8).alt('>')", "hp.iso(1) <= ~U", "hp.iso(1) == T", "hp.Root in ~T")

some = hp.iso(1, "a", [], c)
show(*(f"(some & ({k})).bytype.kind" for k in ["~T", "T | L", "~(T | L)", "~T & ~U", "~hp.Anything", "T & ~hp.Size(9)"]))
show(*(f"(some - ({k})).bytype.kind" for k in ["T", "~T", "T | L"]), "(int & some).kind", "(some - str - list).kind")
show("hp.iso(1) | T", "hp.iso(1) | U", "T | hp.iso('a')", "T - hp.iso(1)", "hp.iso(1) ^ T", "~hp.iso(1)", "hp.iso(d) | ~T")
dicts = hp.iso(c.__dict__, d.__dict__, {})
show("(dicts & hp.Type(C).dictof).kind", "(dicts & (hp.Type(C) | hp.Type(D)).dictof).count", "(dicts & (~hp.Type(C)).dictof).kind")

show("hp.Type & hp.Size", "hp.Type & hp.Type", "hp.Type & hp.Clodo", "hp.Unity & hp.Type", "hp.Type & hp.Size & hp.Module")
show("hp.Type & hp.Size <= hp.Type", "hp.Clodo <= hp.Type", "hp.Type <= hp.Clodo", "hp.Type == hp.Type")
show("hp.Type.dictof", "hp.Clodo.refdby", "hp.Type.refdby", "hp.Rcs", "hp.Type.sokind(int)(str)", "hp.Clodo.sokind(dictof=C)")
show("hp.Type.sokind(int).refdby", "hp.Clodo.sokind(list)(tuple).refdby", "hp.Rcs(hp.Clodo.sokind(int))", "hp.Rcs()")
show("some.by('Type&Foo')", "some.by('Type & Size')", "some.by(3)", "some.by(T)", "some.by('Type&Module').er")


def rows(relation):
    parts = some.by(relation)
    print(str(parts).splitlines()[1].partition("Cumulative")[2], *sorted(re.findall("\\d+ (\\S+ & .*)", str(parts))), sep="; ")
    print(parts[0].count, (parts[0] | parts[1]).count, parts[1:].count, len(parts), repr(parts.er))


rows("Type&Module")
rows(hp.Unity & hp.Type & hp.Module)
rows("Module&Type")
print(sorted(part.kind.brief for part in dicts.by(hp.Clodo.dictof).parts), repr(dicts.by(hp.Type.dictof).er))
print([part.kind.brief for part in hp.iso(c, d).by(hp.Type.dictof).parts], repr(hp.Clodo.dictof))
holder = [[object()]]
print([part.kind.brief for part in hp.iso(holder[0][0]).by(hp.Type.refdby).parts])
print((hp.iso(holder[0][0], holder[0]) & hp.Type.sokind(list).refdby).count)
print(hp.Root, hp.Root == hp.Root, hp.Root.i0_modules is __import__("sys").modules, hasattr(hp.Root, "count"))
