//! The tables of users and groups.

use theseus_object::host::{Accounts, Group, Host, User};

use crate::Process;

/// The fields of each line of a table.
fn rows(path: &[u8], fields: usize) -> Vec<Vec<Vec<u8>>> {
    let text = Process::new().read_file(path).unwrap_or_default();
    let rows =
        text.split(|&b| b == b'\n').map(|line| line.split(|&b| b == b':').map(<[u8]>::to_vec).collect());
    rows.filter(|row: &Vec<Vec<u8>>| row.len() == fields).collect()
}

fn number(text: &[u8]) -> Option<u32> {
    std::str::from_utf8(text).ok()?.parse().ok()
}

pub fn accounts() -> Accounts {
    let mut accounts = Accounts::default();
    for row in rows(b"/etc/passwd", 7) {
        let [name, password, id, group, comment, home, shell] = &row[..] else { continue };
        if let (Some(id), Some(group)) = (number(id), number(group)) {
            accounts.users.push(User {
                name: name.clone(),
                password: password.clone(),
                id,
                group,
                comment: comment.clone(),
                home: home.clone(),
                shell: shell.clone(),
            });
        }
    }
    for row in rows(b"/etc/group", 4) {
        let [name, password, id, members] = &row[..] else { continue };
        if let Some(id) = number(id) {
            let members =
                members.split(|&b| b == b',').filter(|m| !m.is_empty()).map(<[u8]>::to_vec).collect();
            accounts.groups.push(Group { name: name.clone(), password: password.clone(), id, members });
        }
    }
    accounts
}
