# The line of a frame that an exception has left: that of what raised last, also where the cleaning up stands on none.
def f1():
    try:
        1/0
    except:
        1+1
        raise
        pass
def f2():
    try:
        1/0
    except Exception as ex:
        raise
        pass
def f3():
    try:
        1/0
    finally:
        1+1
for f in (f1,f2,f3):
    try: f()
    except Exception as e:
        t=e.__traceback__.tb_next
        print(f.__name__, t.tb_frame.f_lineno - f.__code__.co_firstlineno, t.tb_lineno-f.__code__.co_firstlineno)
