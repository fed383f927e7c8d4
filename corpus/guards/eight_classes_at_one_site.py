# Sites that see two, four and eight classes, of which one after the other changes.
import itertools
classes = []
for i in range(8):
    def mk(i):
        class K:
            def m(self, d=i): return d
            @property
            def p(self): return -i
            attr = i * 10
        K.__name__ = f'K{i}'
        return K
    classes.append(mk(i))
objs = [k() for k in classes]
def s(o): return (o.m(), o.p, o.attr)
tot = []
for r in range(60):
    for n in (2, 4, 8):
        tot.append(sum(sum(s(o)) for o in objs[:n]))
    if r == 20: classes[1].m = lambda self: 1000
    if r == 25: classes[3].p = property(lambda s: 5)
    if r == 30: classes[0].attr = property(lambda s: 77)
    if r == 35: objs[2].__dict__['attr'] = 9
    if r == 40: objs[2].__dict__['p'] = 11
    if r == 45: objs[4].m = lambda: 3
    if r == 50: objs[5].__class__ = classes[6]
    if r == 55: del classes[7].attr; classes[7].__getattr__ = lambda s, n: len(n)
print(tot)
