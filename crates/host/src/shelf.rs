//! Files that no disk has, where the system knows no such path: opened, listed and asked for their status.

use theseus_object::host::{Answer, Entry, EntryKind, Errno, Fd, Files, Host, Place, Shelved, Stat};

use crate::Process;
use crate::calls::sys;

/// Modes of what lies there: everybody may read, nobody write.
const FILE_MODE: u32 = libc::S_IFREG | 0o444;
const DIRECTORY_MODE: u32 = libc::S_IFDIR | 0o555;

impl Process {
    /// The path below the shelf's root that a place means, if the system said of it that there is nothing.
    fn shelf_path(&self, place: Place<'_>, errno: Errno) -> Option<String> {
        let (Place::Path(path) | Place::At(_, path)) = place else { return None };
        if !matches!(errno, libc::ENOENT | libc::ENOTDIR) || path.first() != Some(&b'/') {
            return None;
        }
        let path = plain(path);
        let below = path.strip_prefix(&*plain(self.shelf.as_ref()?.root()))?;
        let below = if below.is_empty() { below } else { below.strip_prefix(b"/")? };
        String::from_utf8(below.to_vec()).ok()
    }

    /// What lies at the place; otherwise the error, which is ENOENT below the root.
    fn shelved(&self, place: Place<'_>, errno: Errno) -> Answer<(String, Shelved)> {
        let path = self.shelf_path(place, errno).ok_or(errno)?;
        let found = self.shelf.as_ref().and_then(|shelf| shelf.find(&path));
        found.map(|found| (path, found)).ok_or(libc::ENOENT)
    }

    /// A descriptor for reading, of memory that has the file's bytes.
    pub(crate) fn open_shelved(&self, place: Place<'_>, flags: i32, errno: Errno) -> Answer<Fd> {
        let (path, found) = self.shelved(place, errno)?;
        let writes = flags & (libc::O_ACCMODE | libc::O_CREAT | libc::O_TRUNC) != libc::O_RDONLY;
        match found {
            _ if writes => Err(libc::EROFS),
            Shelved::Directory => Err(libc::EISDIR),
            Shelved::File(_) if flags & libc::O_DIRECTORY != 0 => Err(libc::ENOTDIR),
            Shelved::File(_) => {
                let text = self.shelf.as_ref().and_then(|shelf| shelf.read(&path)).ok_or(libc::EIO)?;
                memory_file(&text)
            }
        }
    }

    pub(crate) fn stat_shelved(&self, place: Place<'_>, errno: Errno) -> Answer<Stat> {
        let (path, found) = self.shelved(place, errno)?;
        let (mode, links, size) = match found {
            Shelved::Directory => (DIRECTORY_MODE, 2, 0),
            Shelved::File(size) => (FILE_MODE, 1, size as i64),
        };
        let (inode, blocks) = (inode(&path), (size + 511) / 512);
        Ok(Stat { mode, links, size, inode, block_size: 4096, blocks, ..Stat::default() })
    }

    pub(crate) fn list_shelved(&self, place: Place<'_>, errno: Errno) -> Answer<Vec<Entry>> {
        let (path, found) = self.shelved(place, errno)?;
        if found != Shelved::Directory {
            return Err(libc::ENOTDIR);
        }
        let names = self.shelf.as_ref().map(|shelf| shelf.list(&path)).unwrap_or_default();
        let entry = |(name, found): (String, Shelved)| Entry {
            inode: inode(&if path.is_empty() { name.clone() } else { format!("{path}/{name}") }),
            name: name.into_bytes(),
            kind: if found == Shelved::Directory { EntryKind::Directory } else { EntryKind::File },
        };
        Ok(names.into_iter().map(entry).collect())
    }

    /// Whether what lies there may be used as `mode` says.
    pub(crate) fn may_shelved(&self, place: Place<'_>, mode: i32, errno: Errno) -> bool {
        let Ok((_, found)) = self.shelved(place, errno) else { return false };
        let refused = if found == Shelved::Directory { libc::W_OK } else { libc::W_OK | libc::X_OK };
        mode & refused == 0
    }
}

/// An absolute path without empty parts, `.` and `..`.
fn plain(path: &[u8]) -> Vec<u8> {
    let mut parts: Vec<&[u8]> = Vec::new();
    for part in path.split(|&b| b == b'/') {
        match part {
            b"" | b"." => (),
            b".." => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    parts.iter().flat_map(|part| [b"/", *part].concat()).collect()
}

/// A number that tells one path from another: FNV-1a.
fn inode(path: &str) -> u64 {
    path.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ byte as u64).wrapping_mul(0x100_0000_01b3))
}

/// A descriptor of memory that nobody can write any more.
fn memory_file(text: &[u8]) -> Answer<Fd> {
    let fd = sys!(libc::memfd_create(c"library".as_ptr(), libc::MFD_CLOEXEC | libc::MFD_ALLOW_SEALING))?;
    let seals = libc::F_SEAL_WRITE | libc::F_SEAL_GROW | libc::F_SEAL_SHRINK | libc::F_SEAL_SEAL;
    let process = Process::new();
    let filled = process
        .write_all(fd, text)
        .and_then(|()| sys!(libc::fcntl(fd, libc::F_ADD_SEALS, seals)))
        .and_then(|_| process.seek(fd, 0, libc::SEEK_SET));
    match filled {
        Ok(_) => Ok(fd),
        Err(e) => {
            let _ = process.close(fd);
            Err(e)
        }
    }
}
