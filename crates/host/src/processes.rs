//! This process, its children and its environment; what the system says of itself.

use std::ffi::{CString, OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};

use theseus_object::host::{
    Accounts, Answer, CpuTimes, Errno, Exit, Fd, Ids, PlainSpawn, Processes, SignalInfo, Spawn, SystemName,
    Usage,
};

use crate::Process;
use crate::calls::{last, seconds, string, sys, zeroed};
use crate::files::{ambiguous, until_nul};

/// Strings for the system, and the table of pointers to them that ends with null.
pub struct Strings {
    _owned: Vec<CString>,
    pointers: Vec<*const libc::c_char>,
}

impl Strings {
    pub fn new(list: &[Vec<u8>]) -> Answer<Strings> {
        let owned = list.iter().map(|s| string(s)).collect::<Answer<Vec<_>>>()?;
        let pointers = owned.iter().map(|s| s.as_ptr()).chain([std::ptr::null()]).collect();
        Ok(Strings { _owned: owned, pointers })
    }

    pub fn as_ptr(&self) -> *const *const libc::c_char {
        self.pointers.as_ptr()
    }
}

unsafe extern "C" {
    static environ: *const *const libc::c_char;
}

/// The environment as the system has it now.
pub fn present_environment() -> *const *const libc::c_char {
    // SAFETY: the pointer is read; only this interpreter changes it.
    unsafe { environ }
}

/// Clears the error number before a call whose result may rightly be −1.
fn clear_errno() {
    // SAFETY: the error number is this thread's own.
    unsafe { *libc::__errno_location() = 0 };
}

fn used(usage: &libc::rusage) -> Usage {
    Usage {
        times: [seconds(usage.ru_utime), seconds(usage.ru_stime)],
        counts: [
            usage.ru_maxrss,
            usage.ru_ixrss,
            usage.ru_idrss,
            usage.ru_isrss,
            usage.ru_minflt,
            usage.ru_majflt,
            usage.ru_nswap,
            usage.ru_inblock,
            usage.ru_oublock,
            usage.ru_msgsnd,
            usage.ru_msgrcv,
            usage.ru_nsignals,
            usage.ru_nvcsw,
            usage.ru_nivcsw,
        ],
    }
}

impl Processes for Process {
    fn id(&self, which: Ids) -> i64 {
        // SAFETY: these calls have no arguments and cannot fail.
        unsafe {
            match which {
                Ids::Process => libc::getpid() as i64,
                Ids::Parent => libc::getppid() as i64,
                Ids::User => libc::getuid() as i64,
                Ids::EffectiveUser => libc::geteuid() as i64,
                Ids::Group => libc::getgid() as i64,
                Ids::EffectiveGroup => libc::getegid() as i64,
                Ids::ProcessGroup => libc::getpgrp() as i64,
            }
        }
    }

    fn set_id(&self, which: Ids, id: u32) -> Answer<()> {
        match which {
            Ids::User => sys!(libc::setuid(id)),
            Ids::EffectiveUser => sys!(libc::seteuid(id)),
            Ids::Group => sys!(libc::setgid(id)),
            Ids::EffectiveGroup => sys!(libc::setegid(id)),
            Ids::ProcessGroup => sys!(libc::setpgid(0, 0)),
            Ids::Process | Ids::Parent => Err(libc::EINVAL),
        }
        .map(drop)
    }

    fn groups(&self) -> Answer<Vec<u32>> {
        let n = sys!(libc::getgroups(0, std::ptr::null_mut()))?;
        let mut list = vec![0; n as usize];
        let n = sys!(libc::getgroups(n, list.as_mut_ptr()))?;
        list.truncate(n as usize);
        Ok(list)
    }

    fn set_groups(&self, groups: &[u32]) -> Answer<()> {
        sys!(libc::setgroups(groups.len(), groups.as_ptr())).map(drop)
    }

    fn groups_of(&self, user: &[u8], group: u32) -> Answer<Vec<u32>> {
        let user = string(user)?;
        let mut list = vec![0; 64];
        loop {
            let mut n = list.len() as i32;
            // SAFETY: the list has room for as many as it says.
            let r = unsafe { libc::getgrouplist(user.as_ptr(), group, list.as_mut_ptr(), &mut n) };
            list.resize(n.max(0) as usize, 0);
            if r >= 0 {
                return Ok(list);
            }
        }
    }

    fn three_ids(&self, of_group: bool) -> Answer<[u32; 3]> {
        let [mut real, mut effective, mut saved] = [0; 3];
        if of_group {
            sys!(libc::getresgid(&mut real, &mut effective, &mut saved))?;
        } else {
            sys!(libc::getresuid(&mut real, &mut effective, &mut saved))?;
        }
        Ok([real, effective, saved])
    }

    fn set_ids(&self, of_group: bool, real: u32, effective: u32, saved: Option<u32>) -> Answer<()> {
        match (of_group, saved) {
            (false, None) => sys!(libc::setreuid(real, effective)),
            (true, None) => sys!(libc::setregid(real, effective)),
            (false, Some(saved)) => sys!(libc::setresuid(real, effective, saved)),
            (true, Some(saved)) => sys!(libc::setresgid(real, effective, saved)),
        }
        .map(drop)
    }

    fn process_group(&self, pid: i32) -> Answer<i32> {
        sys!(libc::getpgid(pid))
    }

    fn set_process_group(&self, pid: i32, group: i32) -> Answer<()> {
        sys!(libc::setpgid(pid, group)).map(drop)
    }

    fn session(&self, pid: i32) -> Answer<i32> {
        sys!(libc::getsid(pid))
    }

    fn new_session(&self) -> Answer<()> {
        sys!(libc::setsid()).map(drop)
    }

    fn terminal_group(&self, fd: Fd) -> Answer<i32> {
        sys!(libc::tcgetpgrp(fd))
    }

    fn set_terminal_group(&self, fd: Fd, group: i32) -> Answer<()> {
        sys!(libc::tcsetpgrp(fd, group)).map(drop)
    }

    fn environment(&self) -> Vec<(Vec<u8>, Vec<u8>)> {
        std::env::vars_os().map(|(k, v)| (k.into_vec(), v.into_vec())).collect()
    }

    fn set_environment(&self, name: &[u8], value: Option<&[u8]>) -> Answer<()> {
        if name.is_empty() || name.contains(&b'=') || name.contains(&0) {
            return Err(libc::EINVAL);
        }
        let name = OsStr::from_bytes(name);
        match value {
            Some(v) if v.contains(&0) => return Err(libc::EINVAL),
            // SAFETY: under the interpreter's lock nobody reads the environment meanwhile.
            Some(v) => unsafe { std::env::set_var(name, OsString::from_vec(v.to_vec())) },
            // SAFETY: as above.
            None => unsafe { std::env::remove_var(name) },
        }
        Ok(())
    }

    fn kill(&self, pid: i32, signal: i32, group: bool) -> Answer<()> {
        if group { sys!(libc::killpg(pid, signal)) } else { sys!(libc::kill(pid, signal)) }.map(drop)
    }

    fn wait(&self, pid: i32, options: i32) -> Answer<Exit> {
        let (mut status, mut usage): (i32, libc::rusage) = (0, zeroed());
        let pid = sys!(libc::wait4(pid, &mut status, options, &mut usage))?;
        Ok(Exit { pid, status, usage: used(&usage) })
    }

    fn fork(&self) -> Answer<i32> {
        // The child has this thread alone, which is the one that runs Python.
        sys!(libc::fork())
    }

    fn execute(&self, path: &[u8], arguments: &[Vec<u8>], environment: Option<&[Vec<u8>]>) -> Errno {
        let prepared = (string(path), Strings::new(arguments), environment.map(Strings::new).transpose());
        let (Ok(path), Ok(arguments), Ok(environment)) = prepared else { return libc::EINVAL };
        let environment = environment.as_ref().map_or_else(present_environment, Strings::as_ptr);
        // SAFETY: the tables end with null and their strings are alive.
        unsafe { libc::execve(path.as_ptr(), arguments.as_ptr(), environment) };
        last()
    }

    fn wait_for(&self, kind: i32, id: u32, options: i32) -> Answer<Option<SignalInfo>> {
        let mut info: libc::siginfo_t = zeroed();
        sys!(libc::waitid(kind as libc::idtype_t, id, &mut info, options))?;
        let told = crate::signals::signal_info(&info);
        Ok((told.pid != 0).then_some(told))
    }

    fn plain_spawn(&self, spawn: &PlainSpawn<'_>) -> Answer<i32> {
        crate::spawn::plain(spawn)
    }

    fn setting(&self, name: i32) -> Answer<Option<Vec<u8>>> {
        clear_errno();
        // SAFETY: without room the call only counts.
        let n = unsafe { libc::confstr(name, std::ptr::null_mut(), 0) };
        if n == 0 {
            return match last() {
                0 => Ok(None),
                e => Err(e),
            };
        }
        let mut text = vec![0u8; n];
        // SAFETY: the buffer is ours and its length is given.
        unsafe { libc::confstr(name, text.as_mut_ptr().cast(), n) };
        Ok(Some(until_nul(&text).to_vec()))
    }

    fn spawn(&self, spawn: &Spawn<'_>) -> Answer<i32> {
        crate::spawn::spawn(spawn)
    }

    fn prepare_child(&self, spawn: &Spawn<'_>) {
        crate::spawn::prepare_child(spawn);
    }

    fn finish_child(&self, spawn: &Spawn<'_>, failed: bool) {
        crate::spawn::finish_child(spawn, failed);
    }

    fn exit_now(&self, status: i32) {
        // SAFETY: ends the process.
        unsafe { libc::_exit(status) }
    }

    fn abort(&self) {
        std::process::abort()
    }

    fn shell(&self, command: &[u8]) -> Answer<i32> {
        let command = string(command)?;
        sys!(libc::system(command.as_ptr()))
    }

    fn nice(&self, by: i32) -> Answer<i32> {
        clear_errno();
        // SAFETY: nice takes any number.
        ambiguous(unsafe { libc::nice(by) })
    }

    fn priority(&self, which: i32, who: i32) -> Answer<i32> {
        clear_errno();
        // SAFETY: getpriority takes any numbers.
        ambiguous(unsafe { libc::getpriority(which as _, who as libc::id_t) })
    }

    fn set_priority(&self, which: i32, who: i32, priority: i32) -> Answer<()> {
        sys!(libc::setpriority(which as _, who as libc::id_t, priority)).map(drop)
    }

    fn yield_now(&self) {
        std::thread::yield_now();
    }

    fn usage(&self, who: i32) -> Answer<Usage> {
        let mut usage: libc::rusage = zeroed();
        sys!(libc::getrusage(who, &mut usage))?;
        Ok(used(&usage))
    }

    fn resource_limit(&self, pid: i32, resource: i32, set: Option<(u64, u64)>) -> Answer<(u64, u64)> {
        let new = set.map(|(soft, hard)| libc::rlimit { rlim_cur: soft, rlim_max: hard });
        let new = new.as_ref().map_or(std::ptr::null(), std::ptr::from_ref);
        let mut old = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
        sys!(libc::prlimit(pid, resource as libc::__rlimit_resource_t, new, &mut old))?;
        Ok((old.rlim_cur, old.rlim_max))
    }

    fn cpu_times(&self) -> Answer<CpuTimes> {
        let mut t: libc::tms = zeroed();
        // SAFETY: the structure is ours.
        let elapsed = unsafe { libc::times(&mut t) };
        let tick = self.limit(libc::_SC_CLK_TCK)?.max(1) as f64;
        Ok(CpuTimes {
            user: t.tms_utime as f64 / tick,
            system: t.tms_stime as f64 / tick,
            children_user: t.tms_cutime as f64 / tick,
            children_system: t.tms_cstime as f64 / tick,
            elapsed: elapsed as f64 / tick,
        })
    }

    fn system_name(&self) -> Answer<SystemName> {
        let mut name: libc::utsname = zeroed();
        sys!(libc::uname(&mut name))?;
        let text = |field: &[libc::c_char]| {
            let bytes: Vec<u8> = field.iter().map(|&c| c as u8).collect();
            until_nul(&bytes).to_vec()
        };
        Ok(SystemName([
            text(&name.sysname),
            text(&name.nodename),
            text(&name.release),
            text(&name.version),
            text(&name.machine),
        ]))
    }

    fn cpu_count(&self) -> Option<usize> {
        let n = self.limit(libc::_SC_NPROCESSORS_ONLN).ok()?;
        usize::try_from(n).ok().filter(|&n| n > 0)
    }

    fn affinity(&self, pid: i32) -> Answer<Vec<usize>> {
        let mut set: libc::cpu_set_t = zeroed();
        sys!(libc::sched_getaffinity(pid, size_of::<libc::cpu_set_t>(), &mut set))?;
        // SAFETY: the set is ours and the numbers lie in it.
        Ok((0..libc::CPU_SETSIZE as usize).filter(|&i| unsafe { libc::CPU_ISSET(i, &set) }).collect())
    }

    fn set_affinity(&self, pid: i32, cpus: &[usize]) -> Answer<()> {
        let mut set: libc::cpu_set_t = zeroed();
        for &cpu in cpus {
            if cpu >= libc::CPU_SETSIZE as usize {
                return Err(libc::EINVAL);
            }
            // SAFETY: the set is ours and the number lies in it.
            unsafe { libc::CPU_SET(cpu, &mut set) };
        }
        sys!(libc::sched_setaffinity(pid, size_of::<libc::cpu_set_t>(), &set)).map(drop)
    }

    fn load(&self) -> Answer<[f64; 3]> {
        let mut load = [0.0; 3];
        let n = sys!(libc::getloadavg(load.as_mut_ptr(), 3))?;
        if n == 3 { Ok(load) } else { Err(libc::EIO) }
    }

    fn random(&self, into: &mut [u8], flags: u32) -> Answer<usize> {
        sys!(libc::getrandom(into.as_mut_ptr().cast(), into.len(), flags)).map(|n| n as usize)
    }

    fn limit(&self, name: i32) -> Answer<i64> {
        clear_errno();
        // SAFETY: sysconf takes any number.
        ambiguous(unsafe { libc::sysconf(name) })
    }

    fn accounts(&self) -> Accounts {
        crate::users::accounts()
    }
}
