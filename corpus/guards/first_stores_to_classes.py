# A name that comes to each class of a hierarchy and goes again, read through the last.
class Base: pass
class D(Base): pass
class E(D): pass
def rd(k): return k.x
def wr(k, v): k.x = v
out=[]
for i in range(300):
    try: out.append(rd(E))
    except AttributeError as e: out.append(str(e)[-3:])
    if i == 60: wr(Base, 'b0')
    if i == 120: wr(D, 'd0')
    if i > 150 and i < 190: wr(D, i)
    if i == 200: wr(E, 'e0')
    if i == 230: del E.x
    if i == 250: del D.x
    if i == 270: del Base.x
print([ (k, sum(1 for _ in g)) for k, g in __import__('itertools').groupby(out)])
