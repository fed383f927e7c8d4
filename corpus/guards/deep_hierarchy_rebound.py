"""Counters in a deep hierarchy, with values of its middle, other bases and deletions."""
class A0:
    k=0
    def m(s): return s.k
cl=[A0]
for i in range(1,12): cl.append(type('A%d'%i,(cl[-1],),{}))
o=[c() for c in cl]
def f(): return sum(x.m() for x in o), cl[11].k, o[11].k
out=[]
for i in range(60):
    if i%3==0: A0.k+=1
    if i==20: cl[5].k=100
    if i==30: cl[5].k+=1
    if i==35: cl[8].m=lambda s: -s.k
    if i==40: del cl[5].k
    if i==45: cl[8].__bases__=(A0,)
    if i==50: cl[3].k='s'; 
    if i==51: del cl[3].k
    try: out.append(f())
    except TypeError as e: out.append(str(e))
print(out)
