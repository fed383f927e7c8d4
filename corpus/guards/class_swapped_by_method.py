"""A method gives its own object another class, and goes on."""
class A:
    x=1
    def f(self,i):
        a=self.x
        if i%7==3: self.__class__=B
        if i%7==6: self.__class__=A
        return a,self.x,self.g()
    def g(self): return 'A.g'
class B(A):
    x=2
    def g(self): return 'B.g'
o=A(); print([o.f(i) for i in range(50)])
