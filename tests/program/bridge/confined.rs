//! Over a forced command there is the terminal and nothing else: no shell, no other program, no file, no forwarding.

use super::company::{Company, PROGRAM};
use super::server::Server;
use super::station::Station;
use portable_pty::CommandBuilder;
use std::ffi::OsString;
use std::fs;
use std::io::Read;
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

/// How the server is told what may run.
#[derive(Clone, Copy, Debug)]
enum Way {
    /// By what stands before the key.
    Key,
    /// By the server's settings.
    Match,
}

/// A company whose floor is reached by a forced command. The server hands on whatever a client says of its environment,
/// which none does by default.
struct Floor {
    company: Company,
    server: Server,
}

impl Floor {
    fn open(way: Way) -> Option<Self> {
        let company = Company::open();
        let config = company.folder().join("floor.toml");
        let store = company.store();
        fs::write(
            &config,
            format!(
                "store = '{}'\nterminal = \"GATE\"\nconfined = true\n",
                store.display()
            ),
        )
        .unwrap();
        let command = format!("{PROGRAM} --config {}", config.display());
        let forced = match way {
            Way::Key => "AcceptEnv *\n".to_owned(),
            Way::Match => {
                format!(
                    "AcceptEnv *\nMatch all\nForceCommand {command}\nDisableForwarding yes\nPermitTunnel no\nPermitUserRC no\n"
                )
            }
        };
        let server = Server::with_settings(&company, &forced)?;
        if let Way::Key = way {
            let key = company.folder().join("ssh/user.pub");
            let known = fs::read_to_string(&key).unwrap();
            fs::write(key, format!("restrict,pty,command=\"{command}\" {known}")).unwrap();
        }
        Some(Self { company, server })
    }

    /// Runs a client to its end: its own options, where to, and what for.
    fn client(&self, options: &[&str], what: &[&str]) -> Output {
        let words = self.server.ssh();
        let mut command = Command::new(&words[0]);
        command
            .args(&words[1..])
            .args(options)
            .arg("127.0.0.1")
            .args(what);
        // One that lets itself be served is not waited for.
        let mut limited = Command::new("timeout");
        limited
            .arg("20")
            .arg(command.get_program())
            .args(command.get_args());
        limited.stdin(Stdio::null()).output().unwrap()
    }

    /// The words of a program that copies files by SSH as the client does.
    fn copying(&self, program: &str) -> Command {
        let words: Vec<OsString> = self.server.ssh();
        let mut command = Command::new("timeout");
        command.args(["20", program]);
        let mut words = words.into_iter().skip(1);
        while let Some(word) = words.next() {
            if word == "-p" {
                command.arg("-P").args(words.next());
            } else {
                command.arg(word);
            }
        }
        command
    }

    /// The operator's terminal.
    fn terminal(&self) -> Station {
        let mut words = self.server.ssh();
        let environment = "SetEnv=BINLEDGER_STORE=/nowhere BINLEDGER_TERMINAL=THEIRS XDG_CONFIG_HOME=/nowhere BINLEDGER_PIN_MS=1";
        words.extend(["-o", environment, "-tt", "127.0.0.1", "sh -c 'echo a shell'"].map(OsString::from));
        let mut command = CommandBuilder::from_argv(words);
        command.env("TERM", "xterm-256color");
        command.env("LC_ALL", "../../../etc/passwd");
        Station::start(command, (80, 24))
    }

    fn scratch(&self, name: &str) -> PathBuf {
        self.company.folder().join(name)
    }
}

const WAYS: [Way; 2] = [Way::Key, Way::Match];

#[test]
fn whoever_logs_in_has_the_terminal_whatever_was_asked_for_and_no_way_out_of_it_into_a_shell() {
    for way in WAYS {
        let Some(floor) = Floor::open(way) else { return };
        let mut terminal = floor.terminal();
        terminal.wait_for("Scan your badge");
        assert!(terminal.shown().contains("GATE"), "{way:?}: {}", terminal.shown());
        terminal.send(b"EMP-102\r");
        terminal.wait_for("PIN");
        terminal.send(b"2308\r");
        terminal.wait_for("Scan anything");
        // Suspending, quitting by the line and what remote shells listen to.
        for keys in [&b"\x1a"[..], b"\x1c", b"\x1a\x1a", b"!sh\r", b":!id\r"] {
            terminal.send(keys);
        }
        terminal.send(b"$BL.MOVE\r");
        terminal.wait_for("Scan the bin or plate to move from");
        let written = String::from_utf8_lossy(&terminal.written).into_owned();
        assert!(
            !written.contains("a shell") && !written.contains("uid="),
            "{way:?}"
        );
        terminal.send(b"\x03");
        terminal.end();
        floor.company.is_sound();
        assert_eq!(floor.company.reads("THEIRS").len(), 0);
    }
}

#[test]
fn no_other_program_runs_and_no_file_comes_or_goes() {
    for way in WAYS {
        let Some(floor) = Floor::open(way) else { return };
        let touched = floor.scratch("touched");
        let said = floor.client(
            &[],
            &[&format!("id; cat /etc/passwd; touch {}", touched.display())],
        );
        let told = String::from_utf8_lossy(&[said.stdout, said.stderr].concat()).into_owned();
        assert!(
            !said.status.success() && !told.contains("uid=") && !told.contains("root:"),
            "{way:?}: {told}"
        );
        assert!(told.contains("the terminal can't be"), "{way:?}: {told}");
        let (mine, theirs) = (floor.scratch("mine"), floor.scratch("theirs"));
        fs::write(&mine, "brought").unwrap();
        for protocol in [&["-O"][..], &["-s"]] {
            let there = format!("127.0.0.1:{}", theirs.display());
            let brought = floor
                .copying("scp")
                .args(protocol)
                .arg(&mine)
                .arg(&there)
                .output()
                .unwrap();
            assert!(!brought.status.success(), "{way:?} {protocol:?}");
            let store = format!("127.0.0.1:{}", floor.company.store().display());
            let taken = floor
                .copying("scp")
                .args(protocol)
                .arg(store)
                .arg(&theirs)
                .output()
                .unwrap();
            assert!(!taken.status.success(), "{way:?} {protocol:?}");
        }
        let listed = floor
            .copying("sftp")
            .args(["-b", "/dev/null", "127.0.0.1"])
            .output()
            .unwrap();
        assert!(!listed.status.success(), "{way:?}");
        assert!(!touched.exists() && !theirs.exists(), "{way:?}");
    }
}

#[test]
fn nothing_is_forwarded() {
    for way in WAYS {
        let Some(floor) = Floor::open(way) else { return };
        let back = format!("0:127.0.0.1:{}", floor.server.port());
        let options = ["-N", "-o", "ExitOnForwardFailure=yes", "-R", &back];
        assert!(!floor.client(&options, &[]).status.success(), "{way:?}");
        // What is forwarded from here is only known to be refused once it is used.
        let free = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let words = floor.server.ssh();
        let mut client = Command::new(&words[0])
            .args(&words[1..])
            .args([
                "-N",
                "-L",
                &format!("{free}:127.0.0.1:{}", floor.server.port()),
                "127.0.0.1",
            ])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let connected = (0..200).find_map(|_| {
            std::thread::sleep(Duration::from_millis(50));
            TcpStream::connect(("127.0.0.1", free)).ok()
        });
        let mut banner = Vec::new();
        let mut connected = connected.expect("the client listens");
        connected.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let _ = connected.read_to_end(&mut banner);
        let _ = client.kill();
        let _ = client.wait();
        assert_eq!(String::from_utf8_lossy(&banner), "", "{way:?}: nobody answers");
    }
}

#[test]
fn a_program_that_is_confined_runs_no_command() {
    let company = Company::open();
    let config = company.folder().join("floor.toml");
    fs::write(
        &config,
        format!("store = '{}'\nconfined = true\n", company.store().display()),
    )
    .unwrap();
    let config = config.display().to_string();
    for arguments in [
        &["stock"][..],
        &["post", "/etc/passwd"],
        &["backup", "/tmp/copy"],
        &["demo"],
    ] {
        let said = company.run(&[&["--config", &config], arguments].concat());
        assert_eq!(said.code, 2, "{arguments:?}: {}", said.err);
        assert!(said.err.contains("only the terminal runs here"), "{}", said.err);
    }
}
