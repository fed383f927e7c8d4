//! Terminals and pseudo-terminals.

use theseus_object::host::{Answer, Fd, Modes, Terminals};

use crate::Process;
use crate::calls::{sys, zeroed};

impl Terminals for Process {
    fn modes(&self, fd: Fd) -> Answer<Modes> {
        let mut modes: libc::termios = zeroed();
        sys!(libc::tcgetattr(fd, &mut modes))?;
        Ok(Modes {
            input: modes.c_iflag,
            output: modes.c_oflag,
            control: modes.c_cflag,
            local: modes.c_lflag,
            input_speed: modes.c_ispeed,
            output_speed: modes.c_ospeed,
            characters: modes.c_cc,
        })
    }

    fn set_modes(&self, fd: Fd, when: i32, modes: &Modes) -> Answer<()> {
        let mut new: libc::termios = zeroed();
        sys!(libc::tcgetattr(fd, &mut new))?;
        (new.c_iflag, new.c_oflag) = (modes.input, modes.output);
        (new.c_cflag, new.c_lflag) = (modes.control, modes.local);
        new.c_cc = modes.characters;
        sys!(libc::cfsetispeed(&mut new, modes.input_speed))?;
        sys!(libc::cfsetospeed(&mut new, modes.output_speed))?;
        sys!(libc::tcsetattr(fd, when, &new)).map(drop)
    }

    fn send_break(&self, fd: Fd, duration: i32) -> Answer<()> {
        sys!(libc::tcsendbreak(fd, duration)).map(drop)
    }

    fn drain(&self, fd: Fd) -> Answer<()> {
        sys!(libc::tcdrain(fd)).map(drop)
    }

    fn flush_queue(&self, fd: Fd, queue: i32) -> Answer<()> {
        sys!(libc::tcflush(fd, queue)).map(drop)
    }

    fn flow(&self, fd: Fd, action: i32) -> Answer<()> {
        sys!(libc::tcflow(fd, action)).map(drop)
    }

    fn open_terminal(&self) -> Answer<(Fd, Fd)> {
        let flags = libc::O_RDWR | libc::O_NOCTTY | libc::O_CLOEXEC;
        let first = sys!(libc::posix_openpt(flags))?;
        let mut name = [0; 128];
        let second = sys!(libc::grantpt(first))
            .and_then(|_| sys!(libc::unlockpt(first)))
            .and_then(|_| crate::calls::direct(sys!(libc::ptsname_r(first, name.as_mut_ptr(), name.len()))?))
            .and_then(|()| sys!(libc::open(name.as_ptr(), flags)));
        if second.is_err() {
            let _ = sys!(libc::close(first));
        }
        Ok((first, second?))
    }
}
