//! INTERIM, not to be committed: enough of posix, _io and _thread for the import system.
use crate::machine::Vm;
use theseus_builtins::module::new_module;
use theseus_object::methods::NativeDef;
use theseus_object::{Cx, ObjRef, PyResult};

static POSIX: &[NativeDef] = &[
    NativeDef::f1("_stat", stat, ""),
    NativeDef::f1("listdir", listdir, ""),
    NativeDef::f0("getcwd", getcwd, ""),
    NativeDef::f1("_read", read, ""),
];
fn read(cx: &mut Cx, p: &ObjRef) -> PyResult {
    match std::fs::read(p.text_or_empty()) {
        Ok(b) => Ok(cx.new_bytes(&b)),
        Err(e) => Err(cx.os_error(e.to_string())),
    }
}
fn stat(cx: &mut Cx, p: &ObjRef) -> PyResult {
    use std::os::unix::fs::MetadataExt;
    match std::fs::metadata(p.text_or_empty()) {
        Ok(m) => {
            let t = [
                cx.int(m.mode() as i64),
                cx.int(m.mtime_nsec() + m.mtime() * 1000000000),
                cx.int(m.size() as i64),
            ];
            Ok(cx.new_tuple(t))
        }
        Err(e) => Err(cx.os_error(e.to_string())),
    }
}
fn listdir(cx: &mut Cx, p: &ObjRef) -> PyResult {
    match std::fs::read_dir(p.text_or_empty()) {
        Ok(d) => {
            let l = d.flatten().map(|e| cx.new_str(&e.file_name().to_string_lossy())).collect();
            Ok(cx.new_list(l))
        }
        Err(e) => Err(cx.error(&cx.excs.file_not_found_error.clone(), e.to_string())),
    }
}
fn getcwd(cx: &mut Cx) -> PyResult {
    Ok(cx.new_str(&std::env::current_dir().unwrap().to_string_lossy()))
}
fn python(cx: &mut Cx, name: &str, text: &str) {
    let m = new_module(cx, name, "");
    let d = cx.existing_dict(&m).unwrap();
    let f = cx.native_function(&WR, None);
    cx.namespace_put(&d, "_rd", f);
    if name == "posix" {
        for def in POSIX {
            let f = cx.native_function(def, Some(cx.intern("posix")));
            cx.namespace_put(&d, def.name, f);
        }
    }
    let vm = Vm::of(cx);
    let code =
        crate::upcalls::compile_source(vm, text.as_bytes(), "<interim>", &Default::default()).ok().unwrap();
    let e = vm.upcalls.exec_code;
    if e(vm, &code, &d, &d, None).is_err() {
        let e = vm.take_exception().unwrap();
        let t = crate::report::exception_text(vm, &e);
        eprintln!("{t}");
    }
}
fn remove_dead(cx: &mut Cx, d: &ObjRef, k: &ObjRef) -> PyResult {
    let _ = cx.dict_remove(d, k)?;
    Ok(cx.none.clone())
}
static WR: NativeDef = NativeDef::f2("_remove_dead_weakref", remove_dead, "");
pub fn thread(cx: &mut Cx) {
    python(
        cx,
        "_thread",
        "
import _weakref
_weakref._remove_dead_weakref = _rd
class RLock:
    def acquire(self, *a): return True
    def release(self): pass
    def __enter__(self): return True
    def __exit__(self, *a): pass
def allocate_lock(): return RLock()
LockType = RLock
def get_ident(): return 1
",
    );
}
pub fn posix(cx: &mut Cx) {
    python(
        cx,
        "posix",
        "
class R: pass
def stat(p):
    r = R()
    r.st_mode, m, r.st_size = _stat(p)
    r.st_mtime = m / 1e9
    return r
def fspath(p): return p if isinstance(p, (str, bytes)) else p.__fspath__()
environ = {}
",
    );
}
pub fn io(cx: &mut Cx) {
    python(
        cx,
        "_io",
        "
class FileIO:
    def __init__(self, p, m='r'): self.p = p
    def read(self):
        import posix
        return posix._read(self.p)
    def __enter__(self): return self
    def __exit__(self, *a): pass
def open_code(p): return FileIO(p)
class BytesIO:
    def __init__(self, b): self.b = b
    def readline(self):
        i = self.b.find(b'\\n') + 1
        r, self.b = self.b[:i], self.b[i:]
        return r
class IncrementalNewlineDecoder:
    def __init__(self, a, b): pass
    def decode(self, s): return s.replace('\\r\\n', '\\n')
",
    );
}
