# [exits] A comment which is an encoding declaration by accident, as in coding: tree.
print("never")
