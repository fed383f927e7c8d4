"""`__init__` and `__new__` of a class come, change and go."""
class A:
    def __init__(self,x): self.x=x
def mk(i): 
    try: return A(i).x
    except Exception as e: return type(e).__name__+str(e)
out=[]
i0=A.__init__
for i in range(70):
    if i==10: A.__init__=lambda s,x: s.__dict__.update(x=-x)
    if i==20: A.__new__=lambda cls,*a: object.__new__(cls)
    if i==25: A.__init__=i0
    if i==30: A.__new__=lambda cls,*a: type('Z',(),{'x':'other'})()
    if i==35: A.__new__=staticmethod(lambda cls,*a: object.__new__(cls))
    if i==40: A.__init__=lambda s,x: 5
    if i==45: A.__init__=i0
    if i==50: A.__init__.__defaults__=(3,)
    if i==55: A.__init__.__code__=(lambda self,x=0: setattr(self,'x','code')).__code__
    out.append(mk(i))
print(out)
