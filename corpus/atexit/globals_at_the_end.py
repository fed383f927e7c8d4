# What is finalised when the program ends still sees the globals, as cycles through functions are garbage together.
import os


def helper():
    return "helped"


class Told:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name, helper(), os.path.basename("/a/b"), LATE)


cyclic = Told("cyclic")
cyclic.me = [cyclic]
LATE = "late"
print("end")
