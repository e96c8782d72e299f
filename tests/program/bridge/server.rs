//! Where the sessions run: behind an SSH server of the test's own, else in a shell.

use super::company::Company;
use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;

/// Where Debian has the server.
const SSHD: &str = "/usr/sbin/sshd";
/// Another program may take the free port first.
const ATTEMPTS: u32 = 5;

/// A place for sessions.
pub enum Server {
    /// An SSH server on this machine, with keys of its own.
    Ssh {
        process: Child,
        folder: PathBuf,
        port: u16,
    },
    /// No server: a shell.
    Here,
}

impl Server {
    /// Starts an SSH server, or says that none is installed.
    pub fn start(company: &Company) -> Self {
        let folder = company.folder().join("ssh");
        std::fs::create_dir(&folder).unwrap();
        let server = match prepare(&folder) {
            Ok(()) => (0..ATTEMPTS).find_map(|_| listen(&folder)),
            Err(why) => {
                eprintln!("skipped: {why}");
                None
            }
        };
        match server {
            Some(server) if server.lets_in() => server,
            _ => {
                eprintln!("skipped: no SSH server could be used; the session runs in a local shell instead");
                Self::Here
            }
        }
    }

    /// Starts an SSH server with further settings, where whoever logs in may get nothing but what those say; `None`, with
    /// the reason, where there is none.
    pub fn with_settings(company: &Company, settings: &str) -> Option<Self> {
        let folder = company.folder().join("ssh");
        std::fs::create_dir(&folder).unwrap();
        let prepared = prepare(&folder).and_then(|()| {
            let config = folder.join("config");
            let known = std::fs::read_to_string(&config).map_err(|why| why.to_string())?;
            std::fs::write(&config, known + settings).map_err(|why| why.to_string())
        });
        if let Err(why) = prepared {
            eprintln!("skipped: {why}");
            return None;
        }
        (0..ATTEMPTS).find_map(|_| listen(&folder))
    }

    /// The port that it listens on.
    pub const fn port(&self) -> u16 {
        match self {
            Self::Ssh { port, .. } => *port,
            Self::Here => 0,
        }
    }

    /// The command that runs a script there, in a terminal.
    pub fn command(&self, script: &str) -> Vec<OsString> {
        match self {
            Self::Ssh { .. } => {
                let mut words = self.ssh();
                words.extend(["-tt".into(), "127.0.0.1".into(), script.into()]);
                words
            }
            Self::Here => vec!["sh".into(), "-c".into(), script.into()],
        }
    }

    /// The command that runs a script there in a terminal, as another user of this machine; `None` without a server.
    pub fn command_of(&self, user: &str, script: &str) -> Option<Vec<OsString>> {
        let Self::Ssh { .. } = self else {
            return None;
        };
        let mut words = self.ssh();
        words.extend(["-tt".into(), format!("{user}@127.0.0.1").into(), script.into()]);
        Some(words)
    }

    /// A script that notes the process whose end cuts the connection, and its own, which may be stopped.
    pub fn noting(&self, company: &Company, script: &str) -> String {
        let parent = match self {
            Self::Ssh { .. } => "$PPID",
            Self::Here => "$$",
        };
        let folder = company.folder().display();
        format!("echo {parent} > {folder}/cut; echo $$ > {folder}/own; {script}")
    }

    /// The words of a client that logs in there, before those that say where and what for.
    pub fn ssh(&self) -> Vec<OsString> {
        let Self::Ssh { folder, port, .. } = self else {
            return Vec::new();
        };
        let mut words: Vec<OsString> = vec!["ssh".into(), "-F".into(), "none".into(), "-p".into()];
        words.push(port.to_string().into());
        words.push("-i".into());
        words.push(folder.join("user").into());
        for option in [
            "StrictHostKeyChecking=no",
            "UserKnownHostsFile=/dev/null",
            "IdentitiesOnly=yes",
            "BatchMode=yes",
            "LogLevel=ERROR",
        ] {
            words.extend(["-o".into(), option.into()]);
        }
        words
    }

    /// Whether this user may log in: an account may be locked, or have no shell.
    fn lets_in(&self) -> bool {
        let words = self.ssh();
        let said = Command::new(&words[0])
            .args(&words[1..])
            .args(["127.0.0.1", "echo let in"])
            .stdin(Stdio::null())
            .output();
        said.is_ok_and(|said| said.stdout == b"let in\n")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Self::Ssh { process, .. } = self {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// Makes keys and settings in a folder.
fn prepare(folder: &Path) -> Result<(), String> {
    if !Path::new(SSHD).exists() {
        return Err(format!("{SSHD} is not installed"));
    }
    if rustix::process::geteuid().is_root() {
        let _ = std::fs::create_dir_all("/run/sshd"); // the server wants it where it runs as root
    }
    for name in ["host", "user"] {
        let made = Command::new("ssh-keygen")
            .args(["-q", "-t", "ed25519", "-N", "", "-f"])
            .arg(folder.join(name))
            .status();
        if !made.is_ok_and(|made| made.success()) {
            return Err("ssh-keygen makes no keys".into());
        }
    }
    let at = folder.display();
    let settings = format!(
        "ListenAddress 127.0.0.1\nHostKey {at}/host\nAuthorizedKeysFile {at}/user.pub\nPidFile none\nStrictModes no\n\
         UsePAM no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitRootLogin prohibit-password\n\
         PrintMotd no\nPrintLastLog no\n"
    );
    std::fs::write(folder.join("config"), settings).map_err(|why| why.to_string())
}

/// Starts the server on a free port and waits until it says that it listens; `None` where it ends instead.
fn listen(folder: &Path) -> Option<Server> {
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let mut process = Command::new(SSHD)
        .args(["-D", "-e", "-p", &port.to_string(), "-f"])
        .arg(folder.join("config"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .ok()?;
    let mut log = BufReader::new(process.stderr.take().unwrap()).lines();
    let listens = log
        .by_ref()
        .map_while(Result::ok)
        .any(|line| line.contains("Server listening"));
    if !listens {
        eprintln!("the SSH server ended: {}", process.wait().unwrap());
        return None;
    }
    thread::spawn(move || log.for_each(drop)); // a full pipe would stop it
    let folder = folder.to_owned();
    Some(Server::Ssh {
        process,
        folder,
        port,
    })
}
