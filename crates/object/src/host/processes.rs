//! This process and others, the environment, users, and what the system says of itself.

use super::{Answer, ENOSYS, Errno, Fd};

/// The ids of the process.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ids {
    Process,
    Parent,
    User,
    EffectiveUser,
    Group,
    EffectiveGroup,
    ProcessGroup,
}

/// What became of a child; the status is encoded as `wait` has it.
#[derive(Clone, Copy, Default, Debug)]
pub struct Exit {
    pub pid: i32,
    pub status: i32,
    pub usage: Usage,
}

/// The fields of `rusage`: two times in seconds, then fourteen counts.
#[derive(Clone, Copy, Default, Debug)]
pub struct Usage {
    pub times: [f64; 2],
    pub counts: [i64; 14],
}

/// Seconds of processor time, as `times` has them.
#[derive(Clone, Copy, Default, Debug)]
pub struct CpuTimes {
    pub user: f64,
    pub system: f64,
    pub children_user: f64,
    pub children_system: f64,
    pub elapsed: f64,
}

/// The five names of `uname`.
#[derive(Clone, Default, Debug)]
pub struct SystemName(pub [Vec<u8>; 5]);

/// A line of the table of users.
#[derive(Clone, Default, Debug)]
pub struct User {
    pub name: Vec<u8>,
    pub password: Vec<u8>,
    pub id: u32,
    pub group: u32,
    pub comment: Vec<u8>,
    pub home: Vec<u8>,
    pub shell: Vec<u8>,
}

/// A line of the table of groups.
#[derive(Clone, Default, Debug)]
pub struct Group {
    pub name: Vec<u8>,
    pub password: Vec<u8>,
    pub id: u32,
    pub members: Vec<Vec<u8>>,
}

/// Both tables.
#[derive(Clone, Default, Debug)]
pub struct Accounts {
    pub users: Vec<User>,
    pub groups: Vec<Group>,
}

/// A program to be run in a child. Descriptors of −1 are left as they are.
pub struct Spawn<'a> {
    pub arguments: &'a [Vec<u8>],
    /// The files to try, the first that runs.
    pub programs: &'a [Vec<u8>],
    /// `name=value` entries; `None`: this process's.
    pub environment: Option<&'a [Vec<u8>]>,
    pub directory: Option<&'a [u8]>,
    /// Child's ends of standard input, output and error; then the parent's ends, which the child closes.
    pub child: [Fd; 3],
    pub parent: [Fd; 3],
    /// Where the child tells why it could not run, and is closed when it does.
    pub report: (Fd, Fd),
    pub close_others: bool,
    pub keep: &'a [Fd],
    pub restore_signals: bool,
    pub new_session: bool,
    pub process_group: i32,
    pub group: Option<u32>,
    pub groups: Option<&'a [u32]>,
    pub user: Option<u32>,
    pub mask: i32,
}

/// What a child that [`PlainSpawn`] starts does with its descriptors.
pub enum FileAction {
    Open { fd: Fd, path: Vec<u8>, flags: i32, mode: u32 },
    Close(Fd),
    Duplicate(Fd, Fd),
}

/// A program to be started by the system's own `posix_spawn`.
pub struct PlainSpawn<'a> {
    pub program: &'a [u8],
    /// Look for the program in `PATH`.
    pub search: bool,
    pub arguments: &'a [Vec<u8>],
    pub environment: &'a [Vec<u8>],
    pub actions: &'a [FileAction],
    pub group: Option<i32>,
    pub reset_ids: bool,
    pub new_session: bool,
    /// Signals that the child blocks, and those whose dispositions it gets anew; bit `n` for signal `n`.
    pub blocked: Option<u64>,
    pub default: Option<u64>,
    /// Policy and priority.
    pub scheduler: (Option<i32>, Option<i32>),
}

#[expect(unused_variables, reason = "the defaults only refuse")]
pub trait Processes {
    fn id(&self, which: Ids) -> i64 {
        0
    }
    fn set_id(&self, which: Ids, id: u32) -> Answer<()> {
        Err(ENOSYS)
    }
    fn groups(&self) -> Answer<Vec<u32>> {
        Err(ENOSYS)
    }
    fn set_groups(&self, groups: &[u32]) -> Answer<()> {
        Err(ENOSYS)
    }
    /// The groups of a user, with one more.
    fn groups_of(&self, user: &[u8], group: u32) -> Answer<Vec<u32>> {
        Err(ENOSYS)
    }
    /// The real, effective and saved ids of the user, or of the group.
    fn three_ids(&self, of_group: bool) -> Answer<[u32; 3]> {
        Err(ENOSYS)
    }
    /// Sets the real and the effective id, and the saved one if it is given; −1 leaves one as it is.
    fn set_ids(&self, of_group: bool, real: u32, effective: u32, saved: Option<u32>) -> Answer<()> {
        Err(ENOSYS)
    }
    fn process_group(&self, pid: i32) -> Answer<i32> {
        Err(ENOSYS)
    }
    fn set_process_group(&self, pid: i32, group: i32) -> Answer<()> {
        Err(ENOSYS)
    }
    fn session(&self, pid: i32) -> Answer<i32> {
        Err(ENOSYS)
    }
    fn new_session(&self) -> Answer<()> {
        Err(ENOSYS)
    }
    fn terminal_group(&self, fd: Fd) -> Answer<i32> {
        Err(ENOSYS)
    }
    fn set_terminal_group(&self, fd: Fd, group: i32) -> Answer<()> {
        Err(ENOSYS)
    }

    /// Names and values of the environment.
    fn environment(&self) -> Vec<(Vec<u8>, Vec<u8>)> {
        Vec::new()
    }
    /// `None` removes the name.
    fn set_environment(&self, name: &[u8], value: Option<&[u8]>) -> Answer<()> {
        Err(ENOSYS)
    }

    /// Sends a signal to a process, or to a process group.
    fn kill(&self, pid: i32, signal: i32, group: bool) -> Answer<()> {
        Err(ENOSYS)
    }
    /// Waits for a child; pid 0 if `WNOHANG` was among the options and none has ended.
    fn wait(&self, pid: i32, options: i32) -> Answer<Exit> {
        Err(ENOSYS)
    }
    /// Waits for a change of a child, and tells what it was; `None` if `WNOHANG` was among the options and
    /// there is none.
    fn wait_for(&self, kind: i32, id: u32, options: i32) -> Answer<Option<super::SignalInfo>> {
        Err(ENOSYS)
    }
    /// 0 in the child, its id in the parent.
    fn fork(&self) -> Answer<i32> {
        Err(ENOSYS)
    }
    /// Becomes another program; comes back only with an error.
    fn execute(&self, path: &[u8], arguments: &[Vec<u8>], environment: Option<&[Vec<u8>]>) -> Errno {
        ENOSYS
    }
    /// Starts a program in a child and gives its id.
    fn spawn(&self, spawn: &Spawn<'_>) -> Answer<i32> {
        Err(ENOSYS)
    }
    fn plain_spawn(&self, spawn: &PlainSpawn<'_>) -> Answer<i32> {
        Err(ENOSYS)
    }
    /// In a forked child: what comes before the program is run, for a parent that runs code of its own
    /// after it. An error is told to the parent, and the child ends.
    fn prepare_child(&self, spawn: &Spawn<'_>) {}
    /// In a forked child: runs the program, or tells the parent that its code failed; comes back only in
    /// a world that cannot end.
    fn finish_child(&self, spawn: &Spawn<'_>, failed: bool) {}
    /// Ends the process at once; returns only in a world that cannot end.
    fn exit_now(&self, status: i32) {}
    /// Aborts the process by SIGABRT; returns only in a world that cannot end.
    fn abort(&self) {}
    /// Runs a shell command; its status as `wait` has it.
    fn shell(&self, command: &[u8]) -> Answer<i32> {
        Err(ENOSYS)
    }
    fn nice(&self, by: i32) -> Answer<i32> {
        Err(ENOSYS)
    }
    fn priority(&self, which: i32, who: i32) -> Answer<i32> {
        Err(ENOSYS)
    }
    fn set_priority(&self, which: i32, who: i32, priority: i32) -> Answer<()> {
        Err(ENOSYS)
    }
    fn yield_now(&self) {}

    /// What this process, its children or its threads have used; `who` as of `getrusage`.
    fn usage(&self, who: i32) -> Answer<Usage> {
        Err(ENOSYS)
    }
    /// The soft and the hard limit of a resource of a process, after setting them if asked to.
    fn resource_limit(&self, pid: i32, resource: i32, set: Option<(u64, u64)>) -> Answer<(u64, u64)> {
        Err(ENOSYS)
    }
    fn cpu_times(&self) -> Answer<CpuTimes> {
        Err(ENOSYS)
    }
    fn system_name(&self) -> Answer<SystemName> {
        Err(ENOSYS)
    }
    fn cpu_count(&self) -> Option<usize> {
        None
    }
    /// The processors that a process may run on.
    fn affinity(&self, pid: i32) -> Answer<Vec<usize>> {
        Err(ENOSYS)
    }
    fn set_affinity(&self, pid: i32, cpus: &[usize]) -> Answer<()> {
        Err(ENOSYS)
    }
    fn load(&self) -> Answer<[f64; 3]> {
        Err(ENOSYS)
    }
    /// Fills the bytes with random ones; `flags` as of `getrandom`. How many were filled.
    fn random(&self, into: &mut [u8], flags: u32) -> Answer<usize> {
        Err(ENOSYS)
    }
    /// `sysconf`; −1 for no limit.
    fn limit(&self, name: i32) -> Answer<i64> {
        Err(ENOSYS)
    }
    /// `confstr`; `None` where it has no value.
    fn setting(&self, name: i32) -> Answer<Option<Vec<u8>>> {
        Err(ENOSYS)
    }
    /// The tables of users and groups.
    fn accounts(&self) -> Accounts {
        Accounts::default()
    }
}
