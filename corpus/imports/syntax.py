import sys
sys.path.insert(0, sys.path[0] + "/support")
def load():
    import wrong
load()
