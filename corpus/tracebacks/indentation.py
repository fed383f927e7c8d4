# [exits] IndentationError in the main program.
def f():
    x = 1
      y = 2
    return x
