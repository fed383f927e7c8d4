# Metaclasses that get data descriptors and hooks, classes that get another metaclass.
class M(type):
    z = 'Mz'
    @property
    def p(cls): return 'Mp'
class C(metaclass=M):
    z = 'Cz'
    p = 'Cp'
def r(): return C.z, C.p
for _ in range(60): r()
print(r())
M.z = property(lambda c: 'Mprop')
print(r())
for _ in range(60): r()
del M.z
print(r())
M.z = 'again'
print(r())
M.p = 'plain'
print(r())
class M2(M):
    z = property(lambda c: 'M2')
C.__class__ = M2
print(r())
for _ in range(60): r()
del M2.z
print(r())
M.__getattr__ = lambda c, n: 'mg ' + n
del C.z; print(r())
del M.z; print(r())
M.__getattribute__ = lambda c, n: 'mga ' + n
print(r())
del M.__getattribute__
print(r())
C.__class__ = M
print(r())
