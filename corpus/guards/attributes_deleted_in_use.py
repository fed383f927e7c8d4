# Attributes deleted, dicts exchanged, shared and cleared under a site.
class C:
    def __init__(s): s.x = s.y = s.z = 0
def rd(o): return (o.x, o.y, o.z)
def kill(o, n): delattr(o, n)
os_ = [C() for _ in range(10)]
for _ in range(20): [rd(o) for o in os_]
res = []
for i, o in enumerate(os_):
    kill(o, 'xyz'[i % 3])
    try: rd(o)
    except AttributeError as e: res.append(str(e)[-2])
    setattr(o, 'xyz'[i % 3], 'back')
    res.append(list(vars(o)))
print(res)
o = os_[0]
for n in ('x', 'y', 'z'): kill(o, n)
C.x = C.y = C.z = 'class'
print(rd(o), rd(os_[1]))
o.__dict__ = {'x': 1}
print(rd(o))
d = o.__dict__; d['y'] = 'vd'; print(rd(o)); d.clear(); print(rd(o))
o.__dict__ = os_[1].__dict__; os_[1].x = 'shared'; print(rd(o)); del o.x; print(rd(os_[1]))
