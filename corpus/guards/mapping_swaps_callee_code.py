"""The mapping of a `**` argument gives the callee other code."""
class M:
    def keys(s):
        global t
        t.__code__=alt if t.__code__ is orig else orig
        return ['a','b']
    def __getitem__(s,k): return k
def t(a=0,b=0): return 'orig',a,b
def alt(a=0,b=0): return 'alt',b,a
orig=t.__code__; alt=alt.__code__
def f(): return t(**M()), t(*'xy'), t()
print([f() for _ in range(20)])
