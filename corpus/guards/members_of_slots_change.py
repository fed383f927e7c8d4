# Members of __slots__ exchanged, deleted, put back.
class S:
    __slots__ = ('a', 'b')
def r(o): return o.a
def w(o, v): o.a = v
s = S(); w(s, 1)
for i in range(60): w(s, i); r(s)
print(r(s))
m = S.__dict__['a']; mb = S.__dict__['b']
s.b = 'bee'
S.a = mb
print(r(s)); w(s, 'via b'); print(s.b, m.__get__(s))
S.a = 5
print(r(s))
try: w(s, 1)
except AttributeError as e: print(e)
S.a = m
print(r(s))
del S.a
try: r(s)
except AttributeError as e: print(e)
class T(S): pass
t = T()
try: w(t, 3)
except AttributeError as e: print(e)
print(t.__dict__)
S.a = m
w(t, 4); print(r(t), t.__dict__)
t.__dict__['a'] = 'dict'; print(r(t)); del t.a; print(t.__dict__)
try: r(t)
except AttributeError as e: print(e)
