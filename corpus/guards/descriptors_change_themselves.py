# Descriptors whose class loses and gets __get__, __set__, __delete__ while they run.
class Desc:
    n = 0
    def __get__(self, o, t):
        Desc.n += 1
        if Desc.n == 30: Desc.__set__ = lambda s, o, v: o.__dict__.__setitem__('d', ('set', v))
        if Desc.n == 60: del Desc.__get__
        return ('get', Desc.n)
class C: d = Desc()
c = C()
def rd(o): return o.d
out = []
for i in range(40): out.append(rd(c)[1])
c.__dict__['d'] = 'inst'
print(rd(c), out[-1])
for i in range(25): r = rd(c)
print(r)
c.d = 'new'; print(rd(c))
del Desc.__set__
print(rd(c))
del c.__dict__['d']
print(type(rd(c)).__name__)
class Nd:
    def __set_name__(s, o, n): s.name = n
    def __get__(s, o, t): return 'nd'
C.d = Nd()
for _ in range(60): rd(c)
c.__dict__['d'] = 'inst2'; print(rd(c)); Nd.__set__ = None; print(rd(c)); del Nd.__set__; print(rd(c)); Nd.__delete__ = lambda s, o: None; print(rd(c))
del c.d; print(rd(c))
