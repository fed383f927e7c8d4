//! The threads of an interpreter: the lock that lets one of them work with objects at a time, and who
//! they are.

mod lock;

use std::cell::{Cell, RefCell};
use std::ptr::NonNull;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::cx::Cx;
use crate::heap::pending;
use crate::host::Answer;
use crate::interp::Interp;

pub use lock::Lock;

/// What a context knows of its thread.
pub struct Thread {
    /// Its number in the interpreter, never used again. The first thread has 1.
    pub number: u64,
    /// Its number for the operating system, what `threading.get_ident()` gives; used again after its end.
    pub ident: u64,
    /// Not 0 once the thread was woken: what it sleeps on while it waits for another one.
    pub word: Arc<AtomicU32>,
}

/// A thread in the list of them.
#[derive(Clone)]
pub struct Entry {
    pub number: u64,
    pub ident: u64,
    /// What the thread sleeps on.
    pub word: Arc<AtomicU32>,
    /// Its context. While another thread holds the lock, it stands still and may be looked at.
    pub cx: NonNull<Cx>,
}

/// The threads of an interpreter.
pub struct Threads {
    pub lock: Lock,
    list: RefCell<Vec<Entry>>,
    last: Cell<u64>,
    /// The number of the thread that runs the handlers of signals.
    main: Cell<u64>,
    /// Bytes of native stack that a new thread is to have; 0 leaves it to us.
    pub stack_size: Cell<usize>,
    /// The program is ending: no thread is started any more.
    pub ending: Cell<bool>,
}

impl Threads {
    pub(crate) fn new() -> Threads {
        Threads {
            lock: Lock::new(),
            list: RefCell::default(),
            last: Cell::new(0),
            main: Cell::new(1),
            stack_size: Cell::new(0),
            ending: Cell::new(false),
        }
    }

    /// A number for a new thread.
    pub(crate) fn next(&self) -> u64 {
        self.last.set(self.last.get() + 1);
        self.last.get()
    }

    /// All of them, the oldest first.
    pub fn all(&self) -> Vec<Entry> {
        self.list.borrow().clone()
    }

    /// The thread has started and has its number of the operating system's.
    pub fn name(&self, number: u64, ident: u64) {
        self.list.borrow_mut().iter_mut().filter(|t| t.number == number).for_each(|t| t.ident = ident);
    }

    /// The thread is not, or no more.
    pub fn remove(&self, number: u64) {
        self.list.borrow_mut().retain(|t| t.number != number);
    }

    pub fn count(&self) -> usize {
        self.list.borrow().len()
    }

    /// Whether a thread with this number of the operating system's runs.
    pub fn has(&self, ident: u64) -> bool {
        self.list.borrow().iter().any(|t| t.ident == ident)
    }

    /// Whether the thread of this number runs. After a fork the others do not.
    pub fn runs(&self, number: u64) -> bool {
        self.list.borrow().iter().any(|t| t.number == number)
    }

    /// The thread that runs the handlers of signals.
    pub fn main(&self) -> Option<Entry> {
        self.list.borrow().iter().find(|t| t.number == self.main.get()).cloned()
    }
}

/// What a native module has of a thread, which goes when the thread ends.
pub trait OfThread {
    /// There is nothing left to do.
    fn is_idle(&self) -> bool {
        false
    }
    fn end(self: Box<Self>, cx: &mut Cx);
}

/// Takes the lock back when the blocking call is over, also if it panics.
struct Away<'a>(&'a mut Cx);

impl Drop for Away<'_> {
    fn drop(&mut self) {
        let interp = self.0.heap.interp();
        interp.threads.lock.acquire(&interp.heap.pending);
        self.0.is_back();
    }
}

/// The way back for what a call that is away calls: to the context, and to what was left behind with it.
pub struct Return<'a, T> {
    cx: &'a mut Cx,
    behind: &'a mut T,
    away: bool,
}

impl<T> Return<'_, T> {
    /// Lets go of the lock if there is anybody who may want it.
    fn leave(&mut self) {
        let threads = &self.cx.heap.interp().threads;
        if threads.count() <= 1 || threads.lock.is_closed() {
            return;
        }
        self.cx.seen();
        self.cx.heap.interp().threads.lock.release();
        self.away = true;
    }

    fn come_back(&mut self) {
        if std::mem::take(&mut self.away) {
            let interp = self.cx.heap.interp();
            interp.threads.lock.acquire(&interp.heap.pending);
            self.cx.is_back();
        }
    }

    /// Works with objects in between.
    pub fn enter<R>(&mut self, call: impl FnOnce(&mut Cx, &mut T) -> R) -> R {
        self.come_back();
        let answer = call(self.cx, self.behind);
        self.leave();
        answer
    }

    /// Whether this thread is to run the handler of a signal.
    pub fn is_signalled(&self) -> bool {
        let pending = &self.cx.heap.interp().heap.pending;
        pending.load(Ordering::Relaxed) & pending::INTERRUPT != 0 && self.cx.is_main_thread()
    }
}

impl<T> Drop for Return<'_, T> {
    fn drop(&mut self) {
        self.come_back();
    }
}

impl Cx {
    /// Like [`Cx::blocking`] for a call that calls back.
    pub fn blocking_with<T, R: Send>(
        &mut self,
        behind: &mut T,
        call: impl FnOnce(&mut Return<'_, T>) -> R + Send,
    ) -> R {
        let mut way = Return { cx: self, behind, away: false };
        way.leave();
        call(&mut way)
    }

    /// Calls something that may take long, while other threads work with objects. What it works on is
    /// its own: references to objects cannot be sent to where they might be touched.
    pub fn blocking<R: Send>(&mut self, call: impl FnOnce() -> R + Send) -> R {
        let threads = &self.heap.interp().threads;
        if threads.count() <= 1 || threads.lock.is_closed() {
            return call();
        }
        self.seen();
        self.heap.interp().threads.lock.release();
        let away = Away(self);
        let answer = call();
        drop(away);
        answer
    }

    /// Gives the lock to the thread that asked for it and waits for its turn.
    pub fn hand_over(&mut self) {
        self.seen();
        let interp = self.heap.interp();
        if interp.threads.lock.hand_over(&interp.heap.pending) {
            self.is_back();
        } else {
            interp.heap.clear_pending(pending::SWITCH);
        }
    }

    /// From here on other threads may look at this context and change it: the compiler must neither
    /// hold back what was written nor remember what was read.
    fn seen(&mut self) {
        std::hint::black_box(self as *mut Cx);
    }

    fn is_back(&mut self) {
        self.seen();
        if std::mem::take(&mut self.attention) {
            // The next boundary looks at everything. That finalisers wait would be settled by a `Drain` alone.
            self.heap.interp().heap.set_pending(pending::FINALIZE | pending::SWITCH);
        }
    }

    /// Whether this thread runs the handlers of signals.
    pub fn is_main_thread(&self) -> bool {
        self.thread.number == self.heap.interp().threads.main.get()
    }

    /// Enters the thread in the list of those that run. Its context must not move, and must be taken out
    /// by [`Cx::end_thread`].
    pub fn begin_thread(&mut self, ident: u64) {
        self.thread.ident = ident;
        let (number, word) = (self.thread.number, self.thread.word.clone());
        let entry = Entry { number, ident, word, cx: NonNull::from(&mut *self) };
        self.heap.interp().threads.list.borrow_mut().push(entry);
    }

    /// Something is to end with the thread; what came last ends first.
    pub fn ends_with_thread(&mut self, part: Box<dyn OfThread>) {
        if self.of_thread.len() == self.of_thread.capacity() {
            self.of_thread.retain(|part| !part.is_idle());
        }
        self.of_thread.push(part);
    }

    /// Ends the last of what is to end with the thread; false if there is nothing left.
    pub fn end_part(&mut self) -> bool {
        let part = self.of_thread.pop();
        let some = part.is_some();
        part.into_iter().for_each(|part| part.end(self));
        some
    }

    /// Takes the thread out of the list.
    pub fn end_thread(&mut self) {
        self.heap.interp().threads.remove(self.thread.number);
    }

    /// Forks the process by `fork`, whose answer is 0 in the child. There this thread is the only one,
    /// and the one that gets signals; what the others held stays as it is.
    pub fn fork(&mut self, fork: impl FnOnce(&Interp) -> Answer<i32>) -> Answer<i32> {
        let interp = self.heap.interp();
        let answer = interp.threads.lock.fork(|| fork(interp));
        if answer == Ok(0) {
            let number = self.thread.number;
            interp.heap.clear_pending(pending::SWITCH);
            interp.threads.main.set(number);
            interp.threads.list.borrow_mut().retain(|t| t.number == number);
            if let Some(host) = interp.host.get() {
                host.becomes_main(&self.thread.word);
            }
        }
        answer
    }
}

impl Thread {
    pub(crate) fn new(number: u64) -> Thread {
        Thread { number, ident: number, word: Arc::default() }
    }

    /// Forgets that the thread was woken.
    pub fn rests(&self) {
        self.word.store(0, Ordering::SeqCst);
    }
}
