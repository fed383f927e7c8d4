"""Branches on globals that were constant until now, or change while they are tested."""
DEBUG=False
N=3
def f():
    r=0
    if DEBUG: r+=100
    if N>2: r+=1
    while N and r<5: r+=2
    return r if not DEBUG else -r
class T:
    def __bool__(s):
        global DEBUG
        DEBUG=0
        return True
out=[]
for i in range(60):
    if i==10: DEBUG=True
    if i==15: DEBUG=''
    if i==20: N=0
    if i==25: N=2.5
    if i==30: DEBUG=T()
    if i==35: DEBUG=[1]; 
    if i==37: DEBUG.clear()
    if i==40: del DEBUG
    if i==45: DEBUG=None
    try: out.append(f())
    except NameError as e: out.append(str(e))
print(out)
