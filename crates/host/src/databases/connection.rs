//! An open database: what is asked of it as a whole.

use std::any::Any;
use std::ffi::{CStr, CString, c_int, c_void};
use std::sync::{Arc, Mutex, MutexGuard, Once, PoisonError};

use libsqlite3_sys as ffi;
use theseus_object::host::{
    Backup, BlobHandle, BlobPlace, Database, Fault, Guest, Hook, Number, Prepared, Role, State,
};

use super::Of;
use super::calling::{self, Dropped, Registered, attended, copied};
use super::statement;

/// Instructions of SQLite's machine between two looks for signals.
const LOOK: u32 = 1000;

/// The connection that SQLite made; closed when nobody uses it any more.
pub struct Handle {
    database: *mut ffi::sqlite3,
    dropped: Dropped,
    /// Statements and blobs that were given up while another thread was at work, in that order.
    left: Mutex<Vec<Left>>,
    /// What SQLite keeps for the hooks, in the order of [`place`].
    hooks: Mutex<[Option<Box<Registered>>; 3]>,
}

pub enum Left {
    /// To be reset.
    Row(*mut ffi::sqlite3_stmt),
    Statement(*mut ffi::sqlite3_stmt),
    Blob(*mut ffi::sqlite3_blob),
}

impl Left {
    /// # Safety
    /// What it points to has not been freed, and its database is open.
    unsafe fn free(self) {
        match self {
            Left::Row(statement) => ffi::sqlite3_reset(statement),
            Left::Statement(statement) => ffi::sqlite3_finalize(statement),
            Left::Blob(blob) => ffi::sqlite3_blob_close(blob),
        };
    }
}

// SAFETY: SQLite is compiled to serialise calls about one database (SQLITE_THREADSAFE=1), from any threads. What it
// lends until the next call is only read while its mutex is held; the rest is behind mutexes of ours.
unsafe impl Send for Handle {}
// SAFETY: as above.
unsafe impl Sync for Handle {}

/// Holds a database's mutex: no other thread uses it meanwhile, but this one may, again and again.
pub struct Held<'a>(&'a Handle);

impl Held<'_> {
    pub fn database(&self) -> *mut ffi::sqlite3 {
        self.0.database
    }

    /// The error of the call just made, if the code is one.
    pub fn checked(&self, code: c_int) -> Result<(), Fault> {
        if code == ffi::SQLITE_OK {
            return Ok(());
        }
        // SAFETY: the database is open; the text is read before another call can change it.
        unsafe {
            let last = ffi::sqlite3_extended_errcode(self.0.database);
            if last & 0xff != code & 0xff {
                return Err(Fault::of(code));
            }
            let message = CStr::from_ptr(ffi::sqlite3_errmsg(self.0.database));
            Err(Fault { code: last, message: message.to_string_lossy().into_owned() })
        }
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        // SAFETY: the database is open, and its mutex was entered by `hold`.
        unsafe { ffi::sqlite3_mutex_leave(ffi::sqlite3_db_mutex(self.0.database)) }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nobody panics with one of them.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Handle {
    pub fn hold(&self) -> Held<'_> {
        // SAFETY: the database is open.
        unsafe { ffi::sqlite3_mutex_enter(ffi::sqlite3_db_mutex(self.database)) };
        let held = Held(self);
        self.free_left();
        held
    }

    fn free_left(&self) {
        let left = std::mem::take(&mut *locked(&self.left));
        // SAFETY: each of them came here once, when its owner was dropped.
        left.into_iter().for_each(|left| unsafe { left.free() });
    }

    /// Frees something, now if nobody is at work: who drops objects has the interpreter's lock, and must not wait
    /// for who may be waiting for it.
    pub fn give_up(&self, what: Left) {
        locked(&self.left).push(what);
        // SAFETY: the database is open: what is given up keeps it so.
        unsafe {
            let mutex = ffi::sqlite3_db_mutex(self.database);
            if ffi::sqlite3_mutex_try(mutex) == ffi::SQLITE_OK {
                self.free_left();
                ffi::sqlite3_mutex_leave(mutex);
            }
        }
    }

    /// A row of the table that SQLite keeps for the machine's hooks.
    fn set_hook(&self, hook: Hook, registered: Option<Box<Registered>>) {
        let data =
            registered.as_deref().map_or(std::ptr::null_mut(), |r| std::ptr::from_ref(r).cast_mut().cast());
        let on = registered.is_some();
        // SAFETY: the database is open; what the hook gets lives until it is replaced here.
        unsafe {
            match hook {
                Hook::Authorizer => {
                    ffi::sqlite3_set_authorizer(self.database, on.then_some(calling::authorize), data);
                }
                Hook::Progress(every) => {
                    let call = on.then_some(calling::progress as unsafe extern "C" fn(*mut c_void) -> c_int);
                    ffi::sqlite3_progress_handler(self.database, every, call, data);
                }
                Hook::Trace => {
                    let mask = if on { ffi::SQLITE_TRACE_STMT } else { 0 };
                    ffi::sqlite3_trace_v2(self.database, mask, on.then_some(calling::trace), data);
                }
            }
        }
        let before = std::mem::replace(&mut locked(&self.hooks)[place(hook)], registered);
        drop(before);
    }

    /// The progress hook is always there, to look for signals; that of the program is called by it.
    fn watch(&self, callable: Option<Number>, every: u32) {
        let times = every.div_ceil(LOOK);
        let registered = Registered::new(callable, self.dropped.clone(), times);
        self.set_hook(Hook::Progress((every / times) as c_int), Some(registered));
    }
}

fn place(hook: Hook) -> usize {
    match hook {
        Hook::Authorizer => 0,
        Hook::Progress(_) => 1,
        Hook::Trace => 2,
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.free_left();
        // SAFETY: statements and blobs keep the handle, so there are none; nobody else can use the pointer.
        unsafe { ffi::sqlite3_close(self.database) };
    }
}

/// A name as SQLite takes it. Callers refuse NUL before.
fn name(bytes: &[u8]) -> Result<CString, Fault> {
    CString::new(bytes).map_err(|_| Fault::of(ffi::SQLITE_MISUSE))
}

/// An open database.
pub struct Connection(Arc<Handle>);

impl Connection {
    pub fn open(path: &[u8], uri: bool, wait: i32, guest: &mut dyn Guest) -> Result<Connection, Fault> {
        static CONFIGURED: Once = Once::new();
        // SAFETY: before anything else is asked of SQLite; a name is only a URI where that is said.
        CONFIGURED.call_once(|| unsafe {
            ffi::sqlite3_config(ffi::SQLITE_CONFIG_URI, 0 as c_int);
        });
        let path = name(path)?;
        let uri = if uri { ffi::SQLITE_OPEN_URI } else { 0 };
        let flags = ffi::SQLITE_OPEN_READWRITE | ffi::SQLITE_OPEN_CREATE | uri;
        let mut database = std::ptr::null_mut();
        // SAFETY: the name is alive, the answer has room.
        let code = attended(guest, || unsafe {
            ffi::sqlite3_open_v2(path.as_ptr(), &mut database, flags, std::ptr::null())
        });
        if database.is_null() {
            return Err(Fault::of(ffi::SQLITE_NOMEM));
        }
        let (dropped, left, hooks) = (Dropped::default(), Mutex::default(), Mutex::default());
        let handle = Arc::new(Handle { database, dropped, left, hooks });
        let held = handle.hold();
        held.checked(code)?;
        // SAFETY: the database is open.
        unsafe {
            ffi::sqlite3_busy_timeout(database, wait);
            ffi::sqlite3_extended_result_codes(database, 0);
            // However SQLite was compiled.
            let nowhere = std::ptr::null_mut::<c_int>();
            ffi::sqlite3_db_config(database, ffi::SQLITE_DBCONFIG_ENABLE_FKEY, 0 as c_int, nowhere);
        }
        handle.watch(None, LOOK);
        drop(held);
        Ok(Connection(handle))
    }

    /// Gives SQLite a callable by `call`; SQLite drops it if it does not want it.
    fn register(
        &self,
        callable: Option<Number>,
        guest: &mut dyn Guest,
        call: impl FnOnce(*mut ffi::sqlite3, *mut c_void) -> c_int,
    ) -> Result<(), Fault> {
        let data = match callable {
            Some(_) => Box::into_raw(Registered::new(callable, self.0.dropped.clone(), 0)).cast(),
            None => std::ptr::null_mut(),
        };
        let held = self.0.hold();
        let code = attended(guest, || call(held.database(), data));
        held.checked(code)
    }
}

impl Database for Connection {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn state(&self) -> State {
        let held = self.0.hold();
        // SAFETY: the database is open.
        unsafe {
            State {
                in_transaction: ffi::sqlite3_get_autocommit(held.database()) == 0,
                changes: ffi::sqlite3_changes64(held.database()),
                total_changes: ffi::sqlite3_total_changes64(held.database()),
                last_row: ffi::sqlite3_last_insert_rowid(held.database()),
            }
        }
    }

    fn interrupt(&self) {
        // SAFETY: the database is open.
        unsafe { ffi::sqlite3_interrupt(self.0.database) }
    }

    fn limit(&self, category: i32, limit: Option<i32>) -> i32 {
        // SAFETY: the database is open; SQLite checks the category.
        unsafe { ffi::sqlite3_limit(self.0.database, category, limit.unwrap_or(-1)) }
    }

    fn dropped(&self) -> Vec<Number> {
        std::mem::take(&mut *locked(&self.0.dropped))
    }

    fn prepare(&self, sql: &[u8], guest: &mut dyn Guest) -> Result<Prepared, Fault> {
        statement::prepare(&self.0, sql, guest)
    }

    fn define(
        &self,
        function: &[u8],
        arity: i32,
        role: Role,
        callable: Option<Number>,
        guest: &mut dyn Guest,
    ) -> Result<(), Fault> {
        let function = name(function)?;
        let deterministic = role == Role::Scalar { deterministic: true };
        let flags = ffi::SQLITE_UTF8 | if deterministic { ffi::SQLITE_DETERMINISTIC } else { 0 };
        let (at, on) = (function.as_ptr(), callable.is_some());
        // SAFETY: the name is alive; the functions are of the forms that SQLite asks for; what they get is freed by
        // the last of them, which SQLite calls also if it fails.
        self.register(callable, guest, |database, data| unsafe {
            let forget = on.then_some(calling::forget as unsafe extern "C" fn(*mut c_void));
            match role {
                Role::Scalar { .. } => {
                    let call = if on { Some(calling::scalar as _) } else { None };
                    ffi::sqlite3_create_function_v2(
                        database, at, arity, flags, data, call, None, None, forget,
                    )
                }
                Role::Aggregate => {
                    let (step, last) =
                        if on { (Some(calling::step as _), Some(calling::last as _)) } else { (None, None) };
                    ffi::sqlite3_create_function_v2(
                        database, at, arity, flags, data, None, step, last, forget,
                    )
                }
                Role::Window => {
                    let (step, last) =
                        if on { (Some(calling::step as _), Some(calling::last as _)) } else { (None, None) };
                    let (value, inverse) = if on {
                        (Some(calling::value as _), Some(calling::inverse as _))
                    } else {
                        (None, None)
                    };
                    ffi::sqlite3_create_window_function(
                        database, at, arity, flags, data, step, last, value, inverse, forget,
                    )
                }
            }
        })
    }

    fn collate(
        &self,
        collation: &[u8],
        callable: Option<Number>,
        guest: &mut dyn Guest,
    ) -> Result<(), Fault> {
        let collation = name(collation)?;
        let on = callable.is_some();
        self.register(callable, guest, |database, data| {
            let compare = if on { Some(calling::compare as _) } else { None };
            let forget = on.then_some(calling::forget as unsafe extern "C" fn(*mut c_void));
            let (at, flags) = (collation.as_ptr(), ffi::SQLITE_UTF8);
            // SAFETY: the name is alive; what the function gets is freed by `forget`, or below: SQLite does not
            // call that if it fails.
            unsafe {
                let code = ffi::sqlite3_create_collation_v2(database, at, flags, data, compare, forget);
                if code != ffi::SQLITE_OK && on {
                    calling::forget(data);
                }
                code
            }
        })
    }

    fn hook(&self, hook: Hook, callable: Option<Number>, guest: &mut dyn Guest) -> Result<(), Fault> {
        let _held = self.0.hold();
        attended(guest, || match hook {
            Hook::Progress(every) if callable.is_some() && every > 0 => self.0.watch(callable, every as u32),
            Hook::Progress(_) => self.0.watch(None, LOOK),
            _ => {
                let registered = callable.map(|_| Registered::new(callable, self.0.dropped.clone(), 0));
                self.0.set_hook(hook, registered);
            }
        });
        Ok(())
    }

    fn configure(&self, switch: i32, on: Option<bool>, guest: &mut dyn Guest) -> Result<Option<bool>, Fault> {
        // Those that take a number and give one.
        if !(ffi::SQLITE_DBCONFIG_ENABLE_FKEY..=ffi::SQLITE_DBCONFIG_TRUSTED_SCHEMA).contains(&switch) {
            return Ok(None);
        }
        let held = self.0.hold();
        let mut stands: c_int = -1;
        let set = on.map_or(-1, c_int::from);
        // SAFETY: these switches take an int and the address of one.
        let code = attended(guest, || unsafe {
            ffi::sqlite3_db_config(held.database(), switch, set, &raw mut stands)
        });
        held.checked(code)?;
        Ok(Some(stands != 0))
    }

    fn serialize(&self, database: &[u8], guest: &mut dyn Guest) -> Result<Option<Vec<u8>>, Fault> {
        let database = name(database)?;
        let held = self.0.hold();
        let mut size = 0;
        // SAFETY: the name is alive; the answer is ours to free, but for what SQLite lends instead of copying.
        unsafe {
            let mut serialize =
                |flags| ffi::sqlite3_serialize(held.database(), database.as_ptr(), &mut size, flags);
            let lent = attended(guest, || serialize(ffi::SQLITE_SERIALIZE_NOCOPY));
            let data = if lent.is_null() { attended(guest, || serialize(0)) } else { lent };
            if data.is_null() {
                return Ok(None);
            }
            let copy = copied(data, size as usize);
            if lent.is_null() {
                ffi::sqlite3_free(data.cast());
            }
            copy.map(Some).ok_or_else(|| Fault::of(ffi::SQLITE_NOMEM))
        }
    }

    fn deserialize(&self, database: &[u8], data: &[u8], guest: &mut dyn Guest) -> Result<(), Fault> {
        let database = name(database)?;
        let held = self.0.hold();
        let length = data.len() as i64;
        // SAFETY: SQLite gets a copy in memory of its own, which it frees.
        let code = unsafe {
            let copy = ffi::sqlite3_malloc64(data.len() as u64).cast::<u8>();
            if copy.is_null() {
                return Err(Fault::of(ffi::SQLITE_NOMEM));
            }
            copy.copy_from_nonoverlapping(data.as_ptr(), data.len());
            let flags = ffi::SQLITE_DESERIALIZE_FREEONCLOSE | ffi::SQLITE_DESERIALIZE_RESIZEABLE;
            attended(guest, || {
                let (at, name) = (held.database(), database.as_ptr());
                ffi::sqlite3_deserialize(at, name, copy, length, length, flags)
            })
        };
        held.checked(code)
    }

    fn open_blob(
        &self,
        place: &BlobPlace,
        writable: bool,
        guest: &mut dyn Guest,
    ) -> Result<Box<dyn BlobHandle>, Fault> {
        let (database, table, column) = (name(place.database)?, name(place.table)?, name(place.column)?);
        let held = self.0.hold();
        let mut blob = std::ptr::null_mut();
        // SAFETY: the names are alive, the answer has room.
        let code = attended(guest, || unsafe {
            let (at, name) = (held.database(), database.as_ptr());
            let (table, column) = (table.as_ptr(), column.as_ptr());
            ffi::sqlite3_blob_open(at, name, table, column, place.row, writable as c_int, &mut blob)
        });
        held.checked(code)?;
        Ok(Box::new(Blob { blob, database: self.0.clone() }))
    }

    fn begin_backup(
        &self,
        source: &[u8],
        target: &dyn Database,
        guest: &mut dyn Guest,
    ) -> Result<Box<dyn Backup>, Fault> {
        let source = name(source)?;
        let Some(Connection(target)) = target.as_any().downcast_ref() else {
            return Err(Fault::of(ffi::SQLITE_MISUSE));
        };
        // SAFETY: both are open, and are kept so; the error is left in the target.
        let backup = attended(guest, || unsafe {
            ffi::sqlite3_backup_init(target.database, c"main".as_ptr(), self.0.database, source.as_ptr())
        });
        if backup.is_null() {
            let held = target.hold();
            // SAFETY: the database is open.
            let code = unsafe { ffi::sqlite3_errcode(held.database()) };
            return Err(held.checked(code).err().unwrap_or_else(|| Fault::of(ffi::SQLITE_ERROR)));
        }
        Ok(Box::new(Copying { backup, target: target.clone(), _source: self.0.clone() }))
    }
}

/// An open blob, which keeps its database open.
struct Blob {
    blob: *mut ffi::sqlite3_blob,
    database: Arc<Handle>,
}

// SAFETY: as for the database.
unsafe impl Send for Blob {}
// SAFETY: as for the database.
unsafe impl Sync for Blob {}

impl BlobHandle for Blob {
    fn len(&self) -> usize {
        // SAFETY: the blob is open.
        unsafe { ffi::sqlite3_blob_bytes(self.blob) as usize }
    }

    fn read(&self, offset: usize, length: usize, guest: &mut dyn Guest) -> Result<Vec<u8>, Fault> {
        let held = self.database.hold();
        let mut data = Vec::new();
        if data.try_reserve_exact(length).is_err() {
            return Err(Fault::of(ffi::SQLITE_NOMEM));
        }
        data.resize(length, 0);
        // SAFETY: the blob is open, there is room for so many bytes; SQLite checks the range.
        let code = attended(guest, || unsafe {
            ffi::sqlite3_blob_read(self.blob, data.as_mut_ptr().cast(), length as c_int, offset as c_int)
        });
        held.checked(code)?;
        Ok(data)
    }

    fn write(&self, offset: usize, data: &[u8], guest: &mut dyn Guest) -> Result<(), Fault> {
        let held = self.database.hold();
        // SAFETY: the blob is open, the bytes are alive; SQLite checks the range.
        let code = attended(guest, || unsafe {
            ffi::sqlite3_blob_write(self.blob, data.as_ptr().cast(), data.len() as c_int, offset as c_int)
        });
        held.checked(code)
    }
}

impl Drop for Blob {
    fn drop(&mut self) {
        self.database.give_up(Left::Blob(self.blob));
    }
}

/// A copy under way, of which SQLite has the state.
struct Copying {
    backup: *mut ffi::sqlite3_backup,
    target: Arc<Handle>,
    _source: Arc<Handle>,
}

// SAFETY: as for the databases.
unsafe impl Send for Copying {}

impl Backup for Copying {
    fn step(&mut self, pages: i32, guest: &mut dyn Guest) -> i32 {
        // SAFETY: the backup is under way, both databases are open.
        attended(guest, || unsafe { ffi::sqlite3_backup_step(self.backup, pages) })
    }

    fn pages(&self) -> (i32, i32) {
        // SAFETY: the backup is under way.
        unsafe { (ffi::sqlite3_backup_remaining(self.backup), ffi::sqlite3_backup_pagecount(self.backup)) }
    }

    fn finish(mut self: Box<Self>, guest: &mut dyn Guest) -> Result<(), Fault> {
        let backup = std::mem::replace(&mut self.backup, std::ptr::null_mut());
        // SAFETY: the backup is under way, and this is its end.
        let code = attended(guest, || unsafe { ffi::sqlite3_backup_finish(backup) });
        self.target.hold().checked(code)
    }
}

impl Drop for Copying {
    fn drop(&mut self) {
        if !self.backup.is_null() {
            // SAFETY: the backup is under way, and this is its end.
            unsafe { ffi::sqlite3_backup_finish(self.backup) };
        }
    }
}
