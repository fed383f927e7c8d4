//! Waiting for descriptors.

use theseus_object::host::{Answer, Fd, PollEntry, Waiting};

use crate::Process;
use crate::calls::sys;

impl Waiting for Process {
    fn poll(&self, entries: &mut [PollEntry], milliseconds: i32) -> Answer<usize> {
        let mut list: Vec<libc::pollfd> =
            entries.iter().map(|e| libc::pollfd { fd: e.fd, events: e.events, revents: 0 }).collect();
        let n = sys!(libc::poll(list.as_mut_ptr(), list.len() as libc::nfds_t, milliseconds))?;
        for (entry, found) in entries.iter_mut().zip(&list) {
            entry.ready = found.revents;
        }
        Ok(n as usize)
    }

    fn epoll_create(&self, flags: i32) -> Answer<Fd> {
        sys!(libc::epoll_create1(flags | libc::EPOLL_CLOEXEC))
    }

    fn epoll_control(&self, epoll: Fd, operation: i32, fd: Fd, events: u32) -> Answer<()> {
        let mut event = libc::epoll_event { events, u64: fd as u32 as u64 };
        sys!(libc::epoll_ctl(epoll, operation, fd, &mut event)).map(drop)
    }

    fn epoll_wait(&self, epoll: Fd, most: usize, milliseconds: i32) -> Answer<Vec<(Fd, u32)>> {
        let most = most.clamp(1, 1 << 16);
        let mut list = vec![libc::epoll_event { events: 0, u64: 0 }; most];
        let n = sys!(libc::epoll_wait(epoll, list.as_mut_ptr(), most as i32, milliseconds))?;
        Ok(list.iter().take(n as usize).map(|e| (e.u64 as Fd, e.events)).collect())
    }
}
