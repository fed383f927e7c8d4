# [slow] What `__file__` names can be opened, listed and asked for its status, wherever the library lies.
import ast
import glob
import inspect
import json
import os
import pathlib
import tokenize

path = json.__file__
folder = os.path.dirname(path)
print(os.path.exists(path), os.path.isfile(path), os.path.isdir(path), os.path.isdir(folder))
print(os.access(path, os.R_OK), os.access(path + "x", os.R_OK))
with open(path, encoding="utf-8") as f:
    text = f.read()
print("def loads(" in text, os.stat(path).st_size == len(text.encode()), os.path.getsize(path) == len(text.encode()))
with open(path, "rb") as f:
    f.seek(-10, os.SEEK_END)
    print(len(f.read()), f.read())
names = sorted(name for name in os.listdir(folder) if name.endswith(".py"))
print(names)
print(names == sorted(entry.name for entry in os.scandir(folder) if entry.is_file() and entry.name[-3:] == ".py"))
print(len(names) == len(glob.glob(os.path.join(folder, "*.py"))))
tree = ast.parse(pathlib.Path(inspect.getsourcefile(json)).read_text(encoding="utf-8"))
print(sorted(node.name for node in tree.body if isinstance(node, ast.FunctionDef)))
with tokenize.open(os.__file__) as f:
    print(f.encoding, f.readline().startswith('r"""'))
print(os.path.exists(os.path.join(folder, "nothing.py")), os.path.isdir(os.path.join(folder, "..", "email")))
for wrong in (path + "x", folder):
    try:
        open(wrong)
    except OSError as e:
        print(type(e).__name__, e.errno, e.filename == wrong)
print(os.path.samefile(os.path.dirname(folder), os.path.dirname(os.__file__)), os.path.samefile(path, os.__file__))
