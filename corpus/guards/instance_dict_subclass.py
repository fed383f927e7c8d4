# a dict subclass as __dict__, whose own methods nobody asks
class D(dict):
    def __getitem__(self, k): return "getitem"
    def __missing__(self, k): return "missing"
    def __contains__(self, k): return True
    def get(self, *a): return "get"
class C: pass
c = C()
def rd(c):
    try: return c.x
    except AttributeError as e: return str(e)
def st(c, v): c.x = v
for i in range(90):
    if i == 30: c.__dict__ = D()
    if i == 40: st(c, "stored")
    if i == 50: c.__dict__["x"] = "item"
    if i == 60: del c.__dict__["x"]
    if i == 70: c.__dict__ = {}; st(c, 1)
    if i % 10 in (0, 5): print(i, rd(c), sorted(c.__dict__))
    else: rd(c)
    if i % 10 == 9 and i < 30: st(c, i)
