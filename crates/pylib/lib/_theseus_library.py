"""Import from the library inside the binary, and from zip files, as entries of sys.path."""

import _imp
import sys
from _frozen_importlib import _call_with_frames_removed
from _frozen_importlib_external import SourceFileLoader, _path_stat, spec_from_file_location


class EmbeddedLoader(SourceFileLoader):
    """Loads a module of the embedded library."""

    def get_data(self, path):
        data = _imp.library_source(path)
        if data is None:
            return super().get_data(path)
        return data

    def path_stats(self, path):
        return {"mtime": 0, "size": len(self.get_data(path))}

    def get_code(self, fullname):
        return _call_with_frames_removed(_imp.library_code, self.get_filename(fullname))

    def set_data(self, path, data, *, _mode=0o666):
        pass


class EmbeddedFinder:
    """Finds modules in one folder of the embedded library."""

    def __init__(self, path):
        self.path = path

    def __repr__(self):
        return f"EmbeddedFinder({self.path!r})"

    def find_spec(self, fullname, target=None):
        base = f"{self.path}/{fullname.rpartition('.')[2]}"
        init = f"{base}/__init__.py"
        if _imp.library_has(init):
            loader = EmbeddedLoader(fullname, init)
            return spec_from_file_location(fullname, init, loader=loader, submodule_search_locations=[base])
        file = f"{base}.py"
        if _imp.library_has(file):
            return spec_from_file_location(fullname, file, loader=EmbeddedLoader(fullname, file))
        return None

    def invalidate_caches(self):
        pass

    def iter_modules(self, prefix=""):
        for name, is_package in _imp.library_modules(self.path):
            yield prefix + name, is_package


def embedded_hook(path):
    """The hook of sys.path_hooks for folders of the embedded library."""
    root = _imp.library_folder()
    if path == root or path.startswith(root + "/"):
        return EmbeddedFinder(path)
    raise ImportError("not in the embedded library", path=path)


def zip_hook(path):
    """The hook of sys.path_hooks for zip files and folders in them."""
    file = path
    while file:
        try:
            mode = _path_stat(file).st_mode
        except (OSError, ValueError):
            file = file.rpartition("/")[0]
            continue
        if mode & 0o170000 == 0o100000:
            import zipimport
            return zipimport.zipimporter(path)
        break
    raise ImportError("not a zip file", path=path)


def install(mark):
    """Puts the hooks in; `mark` is the magic number of compiled files."""
    import _frozen_importlib_external
    _frozen_importlib_external.MAGIC_NUMBER = mark
    _frozen_importlib_external._RAW_MAGIC_NUMBER = int.from_bytes(mark, "little")
    sys.path_hooks[:0] = [embedded_hook, zip_hook]
