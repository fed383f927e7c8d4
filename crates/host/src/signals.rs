//! Signals: a handler notes them and sets a bit that the machine looks at.
//!
//! Signals belong to the process, so what the handler needs is one for all interpreters in it. System
//! calls are not restarted: whoever waits in one is told, looks at the bit and waits again.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicPtr, AtomicU32, AtomicU64, Ordering};

use theseus_object::host::{Answer, Disposition, Fd, SignalInfo, Signals};

use crate::Process;
use crate::calls::{direct, seconds, sys, timespec, zeroed};

/// Signals that came and were not yet taken: bit `n` for signal `n`.
static NOTED: AtomicU64 = AtomicU64::new(0);
/// The word whose bit is set at each signal.
static FLAG: AtomicPtr<AtomicU32> = AtomicPtr::new(std::ptr::null_mut());
static BIT: AtomicU32 = AtomicU32::new(0);
/// Gets a byte at each signal; −1 for none.
static WAKEUP: AtomicI32 = AtomicI32::new(-1);
/// The thread that runs Python's handlers; 0 before there is one.
static THREAD: AtomicU64 = AtomicU64::new(0);
/// What that thread sleeps on while it waits for others: a signal that comes just before must not be
/// slept through.
static WORD: AtomicPtr<AtomicU32> = AtomicPtr::new(std::ptr::null_mut());

/// Notes a signal. One that another thread got goes on to the thread that may be waiting.
extern "C" fn note(signal: libc::c_int) {
    // SAFETY: these calls are allowed in a handler, and the error number is put back.
    unsafe {
        let errno = *libc::__errno_location();
        let (target, here) = (THREAD.load(Ordering::Relaxed), libc::pthread_self() as u64);
        if target != 0 && target != here && libc::pthread_kill(target as libc::pthread_t, signal) == 0 {
            *libc::__errno_location() = errno;
            return;
        }
        NOTED.fetch_or(1 << signal, Ordering::SeqCst);
        if let Some(flag) = FLAG.load(Ordering::Relaxed).as_ref() {
            flag.fetch_or(BIT.load(Ordering::Relaxed), Ordering::SeqCst);
        }
        if let Some(word) = WORD.load(Ordering::Relaxed).as_ref() {
            word.store(1, Ordering::SeqCst);
        }
        let fd = WAKEUP.load(Ordering::Relaxed);
        if fd >= 0 {
            let byte = signal as u8;
            libc::write(fd, (&raw const byte).cast(), 1);
        }
        *libc::__errno_location() = errno;
    }
}

/// Whether an interpreter of this process has the signals.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Takes the process's signals for an interpreter; false if another one has them.
pub fn take_signals() -> bool {
    !TAKEN.swap(true, Ordering::SeqCst)
}

/// Gives them back: the next one may take them.
pub fn leave_signals() {
    FLAG.store(std::ptr::null_mut(), Ordering::SeqCst);
    TAKEN.store(false, Ordering::SeqCst);
}

/// From now on signals go to the calling thread, which sleeps on `word`.
pub fn go_to_this_thread(word: &Arc<AtomicU32>) {
    // SAFETY: pthread_self has no conditions.
    THREAD.store(unsafe { libc::pthread_self() } as u64, Ordering::SeqCst);
    // A handler may run at any time: the word lives as long as the process.
    WORD.store(Arc::into_raw(word.clone()).cast_mut(), Ordering::SeqCst);
}

/// From now on noted signals set `bit` in `flag` and go to the calling thread, which sleeps on `word`.
/// SIGINT is noted unless it is ignored; SIGPIPE is ignored, so that writing tells.
pub fn set_on_signal(flag: &'static AtomicU32, bit: u32, word: &Arc<AtomicU32>) {
    go_to_this_thread(word);
    BIT.store(bit, Ordering::SeqCst);
    FLAG.store((&raw const *flag).cast_mut(), Ordering::SeqCst);
    if action(libc::SIGINT).is_ok_and(|a| a == Disposition::Default) {
        let _ = set_action(libc::SIGINT, Disposition::Note);
    }
    let _ = set_action(libc::SIGPIPE, Disposition::Ignore);
}

/// The signals that a thread does not get.
#[derive(Clone, Copy)]
pub struct SignalMask(libc::sigset_t);

/// Keeps all signals from the calling thread, so that they go to the one that runs Python; gives the
/// mask from before.
pub fn block_signals() -> SignalMask {
    let (mut all, mut old): (libc::sigset_t, libc::sigset_t) = (zeroed(), zeroed());
    // SAFETY: both sets are ours.
    unsafe {
        libc::sigfillset(&mut all);
        libc::pthread_sigmask(libc::SIG_BLOCK, &all, &mut old);
    }
    SignalMask(old)
}

impl SignalMask {
    /// Makes it the calling thread's.
    pub fn restore(&self) {
        // SAFETY: the set was filled by the system.
        unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, &self.0, std::ptr::null_mut()) };
    }
}

fn action(signal: i32) -> Answer<Disposition> {
    let mut old: libc::sigaction = zeroed();
    sys!(libc::sigaction(signal, std::ptr::null(), &mut old))?;
    Ok(match old.sa_sigaction {
        libc::SIG_DFL => Disposition::Default,
        libc::SIG_IGN => Disposition::Ignore,
        f if f == note as *const () as usize => Disposition::Note,
        _ => Disposition::Foreign,
    })
}

fn set_action(signal: i32, to: Disposition) -> Answer<()> {
    let mut new: libc::sigaction = zeroed();
    new.sa_sigaction = match to {
        Disposition::Default => libc::SIG_DFL,
        Disposition::Ignore => libc::SIG_IGN,
        Disposition::Note => note as *const () as usize,
        Disposition::Foreign => return Err(libc::EINVAL),
    };
    sys!(libc::sigaction(signal, &new, std::ptr::null_mut())).map(drop)
}

/// Ends the process by SIGINT, so that whoever started it sees why.
pub fn die_by_interrupt() -> ! {
    // SAFETY: restores the default action and raises the signal.
    unsafe {
        libc::signal(libc::SIGINT, libc::SIG_DFL);
        libc::raise(libc::SIGINT);
    }
    std::process::exit(130)
}

pub fn signal_info(info: &libc::siginfo_t) -> SignalInfo {
    // SAFETY: whatever the signal, the fields lie within the structure, whose bytes are all written.
    let (pid, user, status) = unsafe { (info.si_pid(), info.si_uid(), info.si_status()) };
    // SAFETY: as above; the field lies where the others begin.
    let band = unsafe { (&raw const *info).cast::<i64>().add(2).read() };
    SignalInfo { signal: info.si_signo, code: info.si_code, errno: info.si_errno, pid, user, status, band }
}

pub fn to_set(bits: u64) -> libc::sigset_t {
    let mut set: libc::sigset_t = zeroed();
    // SAFETY: the set is ours.
    unsafe { libc::sigemptyset(&mut set) };
    for signal in (1..64).filter(|s| bits & 1 << s != 0) {
        // SAFETY: as above.
        unsafe { libc::sigaddset(&mut set, signal) };
    }
    set
}

fn from_set(set: &libc::sigset_t) -> u64 {
    // SAFETY: the set is initialised.
    (1..64).filter(|&s| unsafe { libc::sigismember(set, s) } == 1).map(|s| 1 << s).sum()
}

fn parts(t: f64) -> libc::timeval {
    libc::timeval { tv_sec: t.trunc() as i64, tv_usec: (t.fract() * 1e6).round().min(999_999.0) as i64 }
}

impl Signals for Process {
    fn has_signals(&self) -> bool {
        self.signals
    }

    fn disposition(&self, signal: i32) -> Answer<Disposition> {
        action(signal)
    }

    fn set_disposition(&self, signal: i32, to: Disposition) -> Answer<()> {
        set_action(signal, to)
    }

    fn take_signals(&self) -> u64 {
        if self.signals { NOTED.swap(0, Ordering::SeqCst) } else { 0 }
    }

    fn note_signals(&self, signals: u64) {
        NOTED.fetch_or(signals, Ordering::SeqCst);
        // SAFETY: the flag lives as long as the process.
        if let Some(flag) = unsafe { FLAG.load(Ordering::Relaxed).as_ref() } {
            flag.fetch_or(BIT.load(Ordering::Relaxed), Ordering::SeqCst);
        }
    }

    fn set_wakeup(&self, fd: Fd) -> Fd {
        WAKEUP.swap(fd, Ordering::SeqCst)
    }

    fn raise(&self, signal: i32) -> Answer<()> {
        // SAFETY: pthread_self is this thread.
        direct(unsafe { libc::pthread_kill(libc::pthread_self(), signal) })
    }

    fn alarm(&self, seconds: u32) -> u32 {
        // SAFETY: alarm takes any number.
        unsafe { libc::alarm(seconds) }
    }

    fn pause(&self) {
        // SAFETY: pause has no arguments.
        unsafe { libc::pause() };
    }

    fn set_timer(&self, which: i32, first: f64, every: f64) -> Answer<(f64, f64)> {
        let new = libc::itimerval { it_interval: parts(every), it_value: parts(first) };
        let mut old: libc::itimerval = zeroed();
        sys!(libc::setitimer(which as _, &new, &mut old))?;
        Ok((seconds(old.it_value), seconds(old.it_interval)))
    }

    fn timer(&self, which: i32) -> Answer<(f64, f64)> {
        let mut now: libc::itimerval = zeroed();
        sys!(libc::getitimer(which as _, &mut now))?;
        Ok((seconds(now.it_value), seconds(now.it_interval)))
    }

    fn block_signals(&self, how: i32, set: u64) -> Answer<u64> {
        let (new, mut old) = (to_set(set), zeroed());
        // SAFETY: both sets are ours.
        direct(unsafe { libc::pthread_sigmask(how, &new, &mut old) })?;
        Ok(from_set(&old))
    }

    fn pending_signals(&self) -> Answer<u64> {
        let mut set: libc::sigset_t = zeroed();
        sys!(libc::sigpending(&mut set))?;
        Ok(from_set(&set))
    }

    fn wait_signal(&self, set: u64) -> Answer<i32> {
        let set = to_set(set);
        let mut signal = 0;
        // SAFETY: set and number are ours.
        direct(unsafe { libc::sigwait(&set, &mut signal) })?;
        Ok(signal)
    }

    fn await_signal(&self, set: u64, limit: Option<i128>) -> Answer<SignalInfo> {
        let (set, mut info) = (to_set(set), zeroed::<libc::siginfo_t>());
        match limit.map(timespec) {
            Some(limit) => sys!(libc::sigtimedwait(&set, &mut info, &limit))?,
            None => sys!(libc::sigwaitinfo(&set, &mut info))?,
        };
        Ok(signal_info(&info))
    }

    fn set_restart(&self, signal: i32, on: bool) -> Answer<()> {
        let mut now: libc::sigaction = zeroed();
        sys!(libc::sigaction(signal, std::ptr::null(), &mut now))?;
        now.sa_flags = if on { now.sa_flags | libc::SA_RESTART } else { now.sa_flags & !libc::SA_RESTART };
        sys!(libc::sigaction(signal, &now, std::ptr::null_mut())).map(drop)
    }

    fn signal_text(&self, signal: i32) -> Option<String> {
        // SAFETY: the system gives a string of its own, or nothing.
        let text = unsafe { libc::strsignal(signal) };
        if text.is_null() {
            return None;
        }
        // SAFETY: not null, and it is read at once.
        Some(unsafe { std::ffi::CStr::from_ptr(text) }.to_string_lossy().into_owned())
    }
}
