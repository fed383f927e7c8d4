# [exits] NameError with a suggestion of a close name.
def area(width, height):
    return widht * height


print(area.__name__)
area(2, 3)
