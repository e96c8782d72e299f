//! Two Unix users over SSH at one store: neither is ever signed in as the other.

use super::company::{Company, PROGRAM};
use super::server::Server;
use super::station::Station;
use portable_pty::CommandBuilder;
use std::fs::{Permissions, copy, create_dir, set_permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Two users of this machine in one group, for as long as the test runs.
struct Users {
    group: String,
    names: [String; 2],
}

fn done(program: &str, arguments: &[&str]) -> bool {
    let ran = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    ran.is_ok_and(|status| status.success())
}

impl Users {
    /// Makes them; `None`, with the reason, where that can't be done.
    fn made() -> Option<Self> {
        if !rustix::process::geteuid().is_root() {
            eprintln!("skipped: only root can make a second user");
            return None;
        }
        let number = std::process::id();
        let group = format!("blf{number}");
        let names = [format!("bla{number}"), format!("blb{number}")];
        let users = Self { group, names };
        let made = done("groupadd", &[&users.group])
            && users.names.iter().all(|name| {
                let options = ["-M", "-d", "/", "-s", "/bin/sh", "-p", "*", "-g", &users.group];
                done("useradd", &[&options[..], &[name]].concat())
            });
        if !made {
            eprintln!("skipped: no second user can be made here");
            return None;
        }
        Some(users)
    }
}

impl Drop for Users {
    fn drop(&mut self) {
        for name in &self.names {
            done("userdel", &[name]);
        }
        done("groupdel", &[&self.group]);
    }
}

/// What everybody may reach: the program, and the store in a folder that hands its group down.
struct Shared {
    program: PathBuf,
    store: PathBuf,
}

impl Shared {
    fn laid_out(company: &Company, group: &str) -> Self {
        set_permissions(company.folder(), Permissions::from_mode(0o755)).unwrap();
        set_permissions(company.folder().join("ssh"), Permissions::from_mode(0o755)).unwrap();
        let program = company.folder().join("binledger");
        copy(PROGRAM, &program).unwrap();
        set_permissions(&program, Permissions::from_mode(0o755)).unwrap();
        let floor = company.folder().join("floor");
        create_dir(&floor).unwrap();
        let store = floor.join("store.db");
        copy(company.store(), &store).unwrap();
        set_permissions(&store, Permissions::from_mode(0o660)).unwrap();
        assert!(done("chgrp", &["-R", group, floor.to_str().unwrap()]));
        set_permissions(&floor, Permissions::from_mode(0o2770)).unwrap();
        Self { program, store }
    }

    /// A terminal of a user who has logged in over SSH, under a umask that shares nothing.
    fn station(&self, server: &Server, user: &str) -> Option<Station> {
        let (program, store) = (self.program.display(), self.store.display());
        let script =
            format!("umask 077; exec env LANG=C.UTF-8 TERM=xterm-256color {program} --store {store}");
        let words = server.command_of(user, &script)?;
        let mut command = CommandBuilder::new(&words[0]);
        command.args(&words[1..]);
        Some(Station::start(command, (80, 24)))
    }

    fn names_beside(&self) -> Vec<(String, u32)> {
        let mut found: Vec<(String, u32)> = Path::read_dir(self.store.parent().unwrap())
            .unwrap()
            .map(|entry| {
                let entry = entry.unwrap();
                let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
                (entry.file_name().to_string_lossy().into_owned(), mode)
            })
            .collect();
        found.sort();
        found
    }
}

#[test]
fn two_users_over_ssh_work_at_one_store_and_neither_is_signed_in_as_the_other() {
    let company = Company::open();
    let server = Server::start(&company);
    let Some(users) = Users::made() else { return };
    let shared = Shared::laid_out(&company, &users.group);
    let [anna, bert] = &users.names;
    let Some(mut first) = shared.station(&server, anna) else {
        eprintln!("skipped: there is no SSH server for a second user");
        return;
    };
    first.sign_in("EMP-103", "9061");
    first.scan("SO-26101", "Go to");
    drop(first); // the connection is cut in the middle of a pick
    let mut second = shared.station(&server, bert).unwrap();
    second.wait_for("Scan your badge");
    assert!(!second.shown().contains("Björn"), "{}", second.shown());
    second.sign_in("EMP-104", "5572");
    second.scan("SO-26101", "Björn Åkesson");
    second.scan("$BL.TAKEOVER", "TAKEOVER again");
    second.scan("$BL.TAKEOVER", "Go to");
    let mut back = shared.station(&server, anna).unwrap();
    back.wait_for("Scan your badge");
    back.scan("EMP-103", "your PIN");
    back.scan("9061", "TAKEOVER goes on with it here");
    back.scan("$BL.TAKEOVER", "TAKEOVER again");
    back.scan("$BL.TAKEOVER", "TAKEN OVER");
    back.wait_for("Chiara Lo Presti took it over");
    let modes = shared.names_beside();
    let seats = modes.iter().filter(|(name, _)| name.contains(".seat-"));
    assert!(2 <= seats.clone().count(), "{modes:?}");
    assert!(modes.iter().all(|(_, mode)| *mode == 0o660), "{modes:?}");
}
