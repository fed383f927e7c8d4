//! Starting a program in a child: between `fork` and `exec` only calls that a signal handler may make.

use std::ffi::CString;

use theseus_object::host::{Answer, Fd, FileAction, PlainSpawn, Spawn};

use crate::calls::{direct, last, string, sys, zeroed};
use crate::processes::{Strings, present_environment};
use crate::signals::to_set;

/// What the child uses, made before the fork: it must not allocate.
struct Prepared<'a> {
    spawn: &'a Spawn<'a>,
    programs: Vec<CString>,
    arguments: Strings,
    environment: Option<Strings>,
    directory: Option<CString>,
    highest: Fd,
}

impl<'a> Prepared<'a> {
    fn new(spawn: &'a Spawn<'a>) -> Answer<Prepared<'a>> {
        Ok(Prepared {
            spawn,
            programs: spawn.programs.iter().map(|p| string(p)).collect::<Answer<_>>()?,
            arguments: Strings::new(spawn.arguments)?,
            environment: spawn.environment.map(Strings::new).transpose()?,
            directory: spawn.directory.map(string).transpose()?,
            highest: highest_descriptor(),
        })
    }
}

pub fn spawn(spawn: &Spawn<'_>) -> Answer<i32> {
    let prepared = Prepared::new(spawn)?;
    let pid = sys!(libc::fork())?;
    if pid == 0 {
        // SAFETY: the child runs this and then exec or _exit, nothing else.
        unsafe {
            prepare(&prepared);
            finish(&prepared)
        }
    }
    Ok(pid)
}

/// Starts a program by the system's `posix_spawn`.
pub fn plain(spawn: &PlainSpawn<'_>) -> Answer<i32> {
    let program = string(spawn.program)?;
    let (arguments, environment) = (Strings::new(spawn.arguments)?, Strings::new(spawn.environment)?);
    let mut actions: libc::posix_spawn_file_actions_t = zeroed();
    let mut attributes: libc::posix_spawnattr_t = zeroed();
    let mut pid = 0;
    // SAFETY: both structures are made before they are used and destroyed at the end; strings and tables live
    // until then.
    unsafe {
        direct(libc::posix_spawn_file_actions_init(&mut actions))?;
        direct(libc::posix_spawnattr_init(&mut attributes))?;
        let prepared = add_actions(&mut actions, spawn.actions)
            .and_then(|_paths| set_attributes(&mut attributes, spawn).map(|()| _paths));
        let start = if spawn.search { libc::posix_spawnp } else { libc::posix_spawn };
        let done = prepared.and_then(|_paths| {
            let (argv, envp) = (arguments.as_ptr().cast(), environment.as_ptr().cast());
            direct(start(&mut pid, program.as_ptr(), &actions, &attributes, argv, envp))
        });
        libc::posix_spawn_file_actions_destroy(&mut actions);
        libc::posix_spawnattr_destroy(&mut attributes);
        done?;
    }
    Ok(pid)
}

/// Adds the actions; the paths that they name, which must live as long.
///
/// # Safety
/// The structure must be initialised.
unsafe fn add_actions(
    to: &mut libc::posix_spawn_file_actions_t,
    actions: &[FileAction],
) -> Answer<Vec<CString>> {
    let mut paths = Vec::new();
    for action in actions {
        // SAFETY: the structure is initialised, and the path is kept.
        direct(unsafe {
            match action {
                FileAction::Open { fd, path, flags, mode } => {
                    let path = string(path)?;
                    let r = libc::posix_spawn_file_actions_addopen(to, *fd, path.as_ptr(), *flags, *mode);
                    paths.push(path);
                    r
                }
                FileAction::Close(fd) => libc::posix_spawn_file_actions_addclose(to, *fd),
                FileAction::Duplicate(fd, other) => libc::posix_spawn_file_actions_adddup2(to, *fd, *other),
            }
        })?;
    }
    Ok(paths)
}

/// # Safety
/// The structure must be initialised.
unsafe fn set_attributes(to: &mut libc::posix_spawnattr_t, spawn: &PlainSpawn<'_>) -> Answer<()> {
    /// As the system's header has it.
    const POSIX_SPAWN_SETSID: i32 = 0x80;
    let mut flags = 0;
    // SAFETY: the structure is initialised, and the sets are ours.
    unsafe {
        if let Some(group) = spawn.group {
            flags |= libc::POSIX_SPAWN_SETPGROUP;
            direct(libc::posix_spawnattr_setpgroup(to, group))?;
        }
        if spawn.reset_ids {
            flags |= libc::POSIX_SPAWN_RESETIDS;
        }
        if spawn.new_session {
            flags |= POSIX_SPAWN_SETSID;
        }
        if let Some(bits) = spawn.blocked {
            flags |= libc::POSIX_SPAWN_SETSIGMASK;
            direct(libc::posix_spawnattr_setsigmask(to, &to_set(bits)))?;
        }
        if let Some(bits) = spawn.default {
            flags |= libc::POSIX_SPAWN_SETSIGDEF;
            direct(libc::posix_spawnattr_setsigdefault(to, &to_set(bits)))?;
        }
        if let Some(policy) = spawn.scheduler.0 {
            flags |= libc::POSIX_SPAWN_SETSCHEDULER;
            direct(libc::posix_spawnattr_setschedpolicy(to, policy))?;
        }
        if let Some(priority) = spawn.scheduler.1 {
            flags |= libc::POSIX_SPAWN_SETSCHEDPARAM;
            let parameter = libc::sched_param { sched_priority: priority };
            direct(libc::posix_spawnattr_setschedparam(to, &parameter))?;
        }
        direct(libc::posix_spawnattr_setflags(to, flags as libc::c_short))
    }
}

/// The steps before the program in a child that was forked by itself.
pub fn prepare_child(spawn: &Spawn<'_>) {
    match Prepared::new(spawn) {
        // SAFETY: the child is a whole process whose only thread this is.
        Ok(prepared) => unsafe { prepare(&prepared) },
        // SAFETY: as above.
        Err(e) => unsafe { report(spawn, e, b"noexec") },
    }
}

pub fn finish_child(spawn: &Spawn<'_>, failed: bool) {
    if failed {
        let text = b"SubprocessError:0:Exception occurred in preexec_fn.";
        // SAFETY: the text is alive; the child ends.
        unsafe {
            libc::write(spawn.report.1, text.as_ptr().cast(), text.len());
            libc::_exit(255)
        }
    }
    match Prepared::new(spawn) {
        // SAFETY: as above.
        Ok(prepared) => unsafe { finish(&prepared) },
        // SAFETY: as above.
        Err(e) => unsafe { report(spawn, e, b"noexec") },
    }
}

/// The largest descriptor that is open, looked up before the fork.
fn highest_descriptor() -> Fd {
    use theseus_object::host::{Files, Place};
    let open = crate::Process::new().list(Place::Path(b"/proc/self/fd")).unwrap_or_default();
    let numbers = open.iter().filter_map(|e| std::str::from_utf8(&e.name).ok()?.parse().ok());
    numbers.max().unwrap_or(1023)
}

/// Sets the child up, or tells why not and ends.
unsafe fn prepare(p: &Prepared<'_>) {
    let mut step: &[u8] = b"";
    if let Err(e) = steps(p, &mut step) {
        report(p.spawn, e, step);
    }
}

/// Closes what the program is not to have and runs it; tells why not and ends.
unsafe fn finish(p: &Prepared<'_>) -> ! {
    let s = p.spawn;
    if s.close_others {
        for fd in 3..=p.highest {
            if fd != s.report.1 && !s.keep.contains(&fd) {
                libc::close(fd);
            }
        }
    }
    report(s, execute(p), b"")
}

/// Tells the parent "name of the exception:number in hex:step" and ends.
unsafe fn report(spawn: &Spawn<'_>, errno: i32, step: &[u8]) -> ! {
    let mut text = *b"OSError:00000000:";
    let mut rest = errno as u32;
    for place in text[8..16].iter_mut().rev() {
        *place = b"0123456789abcdef"[(rest & 15) as usize];
        rest >>= 4;
    }
    libc::write(spawn.report.1, text.as_ptr().cast(), text.len());
    libc::write(spawn.report.1, step.as_ptr().cast(), step.len());
    libc::_exit(255)
}

/// Sets the child up; before each step `step` says what an error would be about.
unsafe fn steps(p: &Prepared<'_>, step: &mut &'static [u8]) -> Answer<()> {
    let s = p.spawn;
    *step = b"noexec";
    for fd in s.parent {
        if fd >= 0 {
            libc::close(fd);
        }
    }
    if s.report.0 >= 0 {
        libc::close(s.report.0);
    }
    let mut child = s.child;
    // Low descriptors would be overwritten by the ones before them.
    for (to, fd) in child.iter_mut().enumerate() {
        while (0..to as Fd).contains(fd) {
            *fd = sys!(libc::dup(*fd))?;
        }
    }
    for (i, &fd) in child.iter().enumerate() {
        let to = i as Fd;
        if fd == to {
            let flags = sys!(libc::fcntl(fd, libc::F_GETFD))?;
            sys!(libc::fcntl(fd, libc::F_SETFD, flags & !libc::FD_CLOEXEC))?;
        } else if fd >= 0 {
            sys!(libc::dup2(fd, to))?;
        }
    }
    for &fd in s.keep {
        if fd != s.report.1 {
            let flags = sys!(libc::fcntl(fd, libc::F_GETFD))?;
            sys!(libc::fcntl(fd, libc::F_SETFD, flags & !libc::FD_CLOEXEC))?;
        }
    }
    *step = b"noexec:chdir";
    if let Some(directory) = &p.directory {
        sys!(libc::chdir(directory.as_ptr()))?;
    }
    *step = b"noexec";
    if s.mask >= 0 {
        libc::umask(s.mask as libc::mode_t);
    }
    let mut none: libc::sigset_t = crate::calls::zeroed();
    libc::sigemptyset(&mut none);
    if s.restore_signals {
        for signal in [libc::SIGPIPE, libc::SIGXFSZ] {
            libc::signal(signal, libc::SIG_DFL);
        }
    }
    if s.new_session {
        sys!(libc::setsid())?;
    }
    if s.process_group >= 0 {
        sys!(libc::setpgid(0, s.process_group))?;
    }
    if let Some(groups) = s.groups {
        sys!(libc::setgroups(groups.len(), groups.as_ptr()))?;
    }
    if let Some(group) = s.group {
        sys!(libc::setregid(group, group))?;
    }
    if let Some(user) = s.user {
        sys!(libc::setreuid(user, user))?;
    }
    *step = b"";
    Ok(())
}

/// Tries the programs in turn. A missing one is the error only if no other gives a better one.
unsafe fn execute(p: &Prepared<'_>) -> i32 {
    let environment = p.environment.as_ref().map_or_else(present_environment, Strings::as_ptr);
    let mut saved = 0;
    for program in &p.programs {
        libc::execve(program.as_ptr(), p.arguments.as_ptr(), environment);
        let e = last();
        if e != libc::ENOENT && e != libc::ENOTDIR && saved == 0 {
            saved = e;
        }
    }
    if saved == 0 { last() } else { saved }
}
