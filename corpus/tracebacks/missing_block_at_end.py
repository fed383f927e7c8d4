# [exits] The end of a file has no column.
def f():
