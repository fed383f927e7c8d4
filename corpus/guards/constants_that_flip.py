# A global constant that branches rest on flips inside the activation.
DEBUG = False
def f():
    r = []
    if DEBUG: r.append('d1')
    flip()
    if DEBUG: r.append('d2')
    while DEBUG:
        r.append('loop'); flip2()
    return r
def flip(): pass
def flip2(): pass
for _ in range(60): f()
def flip(): globals()['DEBUG'] = True
def flip2(): globals()['DEBUG'] = False
print(f(), DEBUG)
class B:
    def __bool__(s):
        global DEBUG
        DEBUG = 0
        return True
DEBUG = B()
flip = flip2 = lambda: None
print(f())
for DEBUG in (None, '', 'x', [], [0], 0.0): 
    if DEBUG: break
    print(f())
del DEBUG
try: f()
except NameError as e: print(e)
