# A global of a small function that goes and comes between two calls in one line.
G = 1
def h(): return G
def outer():
    a = h()
    mut()
    b = h()
    return a, b
def mut(): pass
for _ in range(60): outer()
def mut():
    global G
    G += 1
print(outer(), outer())
def mut():
    globals().pop('G', None)
try: print(outer())
except NameError as e: print(e)
import builtins
builtins.G = 'b'
print(outer())
def mut(): globals()['G'] = 'g'
print(outer())
def mut(): del globals()['G']; builtins.G = 'b2'
print(outer())
def mut(): del builtins.G
try: print(outer())
except NameError as e: print(e)
