//! `Shared`: what the machines of all threads of an interpreter have in common, beyond its objects.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use theseus_builtins::modules::thread::rlock;
use theseus_guards::Settings;
use theseus_object::module::Table;
use theseus_object::{Cx, Interp, ObjRef};

use crate::exec::Exec;
use crate::frame::Value;
use crate::guard::Guards;
use crate::import_time::ImportTimes;
use crate::late::Late;
use crate::machine::Vm;
use crate::monitor::Monitoring;

/// Never freed, like the interpreter. Only the thread that holds the lock touches it.
pub struct Shared {
    /// The folder that the embedded library is said to lie in; no disk has it.
    pub library: Box<str>,
    /// `THESEUS_STDLIB` names another library.
    pub other_library: bool,
    /// Code tells lines but no columns.
    pub no_debug_ranges: bool,
    /// `-O`: 1 drops `assert`, 2 docstrings too.
    pub optimize: u8,
    /// Which instructions are specialised and how they are guarded: `-X guards=…`.
    pub guards: Rc<Guards>,
    /// The type `super`, to tell it from what the name may be bound to.
    pub super_type: Cell<Value>,
    /// An Exec without registers, for the frame records that stand for native code.
    pub placeholder: *const Exec,
    /// Native modules that the embedder brought along.
    pub tables: Vec<Table>,
    /// What native modules held when they were made, by name.
    pub natives: RefCell<ObjRef>,
    /// The module `_frozen_importlib`, once the import system is being made.
    pub importlib: RefCell<Option<ObjRef>>,
    /// The import system is made.
    pub can_import: Cell<bool>,
    /// `-X importtime`.
    pub(crate) import_times: Option<ImportTimes>,
    /// Held while modules come and go; an RLock, made when somebody asks ([`Shared::import_lock`]).
    pub(crate) lock: RefCell<Option<ObjRef>>,
    pub audit_hooks: RefCell<Vec<ObjRef>>,
    /// What tools want to be told: `sys.monitoring`.
    pub monitoring: RefCell<Monitoring>,
    /// While allocations are traced: the machine that ran an instruction last.
    pub allocates: RefCell<Option<Rc<Cell<*const Vm>>>>,
    /// Values of locals that an instruction is still to read, though they were written since.
    pub late: RefCell<Vec<Late>>,
    /// Changes when warning filters do.
    pub filters_version: Cell<u64>,
    /// A program in Rust runs the interpreter, and may hold references of its own.
    pub embedded: bool,
    /// Bytes of native stack that natives may use on a thread.
    pub native_stack: usize,
}

impl Shared {
    /// What a machine without options would have; `placeholder` included.
    pub fn new(interp: &Interp) -> Shared {
        let placeholder = Exec::empty(interp.builtins.clone(), interp.builtins.clone());
        Shared {
            library: "".into(),
            other_library: false,
            no_debug_ranges: false,
            optimize: 0,
            guards: Guards::new(Settings::default()),
            super_type: Cell::new(std::ptr::null_mut()),
            placeholder: Box::leak(Box::new(placeholder)),
            tables: Vec::new(),
            natives: RefCell::new(interp.new_dict()),
            importlib: RefCell::default(),
            can_import: Cell::new(false),
            import_times: None,
            lock: RefCell::default(),
            audit_hooks: RefCell::default(),
            monitoring: RefCell::default(),
            allocates: RefCell::default(),
            late: RefCell::default(),
            filters_version: Cell::new(0),
            embedded: false,
            native_stack: 0,
        }
    }

    /// The lock of the import system.
    pub fn import_lock(&self, cx: &mut Cx) -> ObjRef {
        self.lock.borrow_mut().get_or_insert_with(|| rlock::make(cx)).clone()
    }
}
