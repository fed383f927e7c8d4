# [exits] The interpreter and the library look for operators behind parentheses in different ways.
import sys
import traceback


def f1(): return (1+2)/0
def f2(): return (1 + 2) / 0
def f3(): return ((1))/((0))
def f4(): return (1 + 2)//(0)
def f5(): return (1 + 2) // 0
def f6(): return ((1)+(2))%(0)
def f7(): return "a"+(1)
def f8(): return ( 1 )/( 0 )
def f9(): return ([1])[5]
def f10(): return ((1)) / ((0))
for f in (f1, f2, f3, f4, f5, f6, f7, f8, f9, f10):
    try:
        f()
    except Exception as e:
        traceback.print_exc(file=sys.stdout)
        sys.__excepthook__(type(e), e, e.__traceback__)
(lambda: 
    f1()
)()
