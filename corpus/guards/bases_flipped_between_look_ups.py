"""Between two look-ups of one expression a class gets other bases."""
class P1:
    def who(self): return 1
    v=10
class P2:
    def who(self): return 2
    v=20
class C(P1): pass
def flip(i):
    if i%10==5: C.__bases__=(P2,)
    if i%10==9: C.__bases__=(P1,)
    if i%10==7: C.__bases__=(P1,P2)
c=C()
def f(i): return c.who(), c.v, flip(i), c.who(), C.v, C.who(c)
print([f(i) for i in range(40)])
