//! The program without a screen, one file a subcommand.
//!
//! Everything that changes the store is a request that goes through [`crate::store::Store::transact`]; everything else
//! reads one consistent state and prints rows. Exit codes: 0 done, 1 refused by a rule, 2 wrong usage, 3 bad input
//! data, 4 store unavailable or damaged.

mod anchor;
pub mod audit;
mod backup;
mod bridge;
mod calibrate;
mod confined;
mod decode;
pub mod demo;
mod dictionary;
mod failure;
mod filter;
mod gl;
mod import;
mod init;
mod intake;
mod lines;
mod log;
mod output;
mod pepper;
mod place;
mod policies;
mod post;
mod priority;
mod query;
mod request;
mod restore;
mod samples;
mod scan;
mod screen;
mod status;
mod stop;
mod whole_file;
mod why;

pub use audit::replay;
pub use failure::{CODES, Failure};
pub use import::Folder;
pub use init::lay_down;
pub use place::Place;
pub use post::document;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// What was asked on the command line.
#[derive(Debug, Parser)]
#[command(
    name = "binledger",
    version,
    about = "A terminal for warehouse floor staff, and the books behind it"
)]
pub struct Arguments {
    /// The store: a file. Else the configuration's, else one in your data folder
    #[arg(long, global = true, env = "BINLEDGER_STORE", value_name = "PATH")]
    pub store: Option<String>,
    /// The configuration file (TOML)
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The name of this terminal, as it is printed on its station. Else the configuration's, else the environment's,
    /// else that of the machine the operator sits at
    #[arg(long, value_name = "NAME")]
    pub terminal: Option<String>,
    /// A serial scanner of this terminal, best by its name under /dev/serial/by-id; may be given more than once
    #[arg(long, value_name = "PATH")]
    pub serial: Vec<PathBuf>,
    /// A scanner of this terminal that plays a keyboard, to be grabbed, best by its name under /dev/input/by-id; may be
    /// given more than once (Linux, in a program built with `--features evdev`)
    #[arg(long, value_name = "PATH")]
    pub evdev: Vec<PathBuf>,
    /// Draw plain letters only
    #[arg(long)]
    pub ascii: bool,
    /// What to do; without one, the full-screen terminal
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create a store: a site, its locations, a group, a chart of accounts
    Init(init::Init),
    /// Make a fresh store from the sample company and open it; it is kept in the user's data folder, whatever the
    /// environment or the configuration names
    Demo,
    /// Show every policy: its value, its default, what it decides
    Policies(output::Format),
    /// Read master data, orders and opening stock from CSV files, all or nothing; long ones in turns
    Import(import::Import),
    /// Say how the store stands: last operation, clock, terminals at work, who has the turn to write, last backup and
    /// restore, room on the disk
    Status(output::Format),
    /// Apply operation documents (JSON Lines), all or nothing; a long file in turns
    Post(post::Post),
    /// Work on the floor without a screen: one read a line in, one JSON object a read out
    Scan(scan::Scan),
    /// Say what scans mean: one scan a line in, one JSON object a line out
    Decode(decode::Decode),
    /// Say what a GS1 syntax dictionary file changes about reading labels
    Dictionary(dictionary::Dictionary),
    /// Run a session on a server and feed it with the scanners of this workstation
    #[command(after_help = bridge::MORE)]
    Bridge(bridge::Bridge),
    /// Set a scanner up by three symbols to scan off the screen; no store is needed
    Calibrate(calibrate::Calibrate),
    /// The queries
    #[command(flatten)]
    Query(query::Query),
    /// From a figure to what is behind it: entry, layers, roundings, rule, movement, scan, operator
    Why(why::Why),
    /// Ledger batches: preview, seal, list, export, acknowledge, reverse, close, reconcile
    #[command(subcommand)]
    Gl(gl::Gl),
    /// Prove the invariants
    Audit(audit::Audit),
    /// Print numbers and hashes of the last operation and read, or add them to a file outside of the store, for
    /// `audit --anchor`
    Anchor(anchor::Anchoring),
    /// Copy the store while all work goes on, and prove the copy
    Backup(backup::Backup),
    /// What came behind a backup: write it to a file that another disk or machine holds, do it again from there
    #[command(subcommand)]
    Log(log::Log),
    /// Put what a backup holds in the place of the store, which stays beside it; nobody may be at work
    Restore(restore::Restore),
}

/// Does what was asked and returns the exit code; failures are reported on standard error.
pub fn run(arguments: Arguments) -> ExitCode {
    let named = arguments
        .store
        .clone()
        .filter(|_| !is_inherited(arguments.store.as_deref()));
    let done = Place::find(arguments.store, arguments.config.as_deref()).and_then(|mut place| {
        confined::confine(&place.config, arguments.command.is_some())?;
        place.config.serial.extend(arguments.serial);
        place.config.evdev.extend(arguments.evdev);
        place.config.ascii |= arguments.ascii;
        let inherited = || std::env::var("BINLEDGER_TERMINAL").ok();
        place.config.terminal = arguments
            .terminal
            .or(place.config.terminal.take())
            .or_else(inherited);
        match arguments.command {
            Some(Command::Demo) => demo::run(&place, named.as_deref()),
            Some(command) => command.run(&place),
            None => screen::open(&place, None),
        }
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.tell(),
    }
}

/// Returns whether the store comes from the environment, not from the command line.
fn is_inherited(store: Option<&str>) -> bool {
    let named = std::env::var("BINLEDGER_STORE").ok();
    named.is_some() && named.as_deref() == store
}

impl Command {
    fn run(self, place: &Place) -> Result<(), Failure> {
        match self {
            Self::Init(asked) => asked.run(place),
            Self::Demo => demo::run(place, None),
            Self::Policies(format) => policies::run(place, format),
            Self::Status(format) => status::run(place, format),
            Self::Import(asked) => asked.run(place),
            Self::Post(asked) => asked.run(place),
            Self::Scan(asked) => asked.run(place),
            Self::Decode(asked) => asked.run(place),
            Self::Dictionary(asked) => asked.run(),
            Self::Bridge(asked) => asked.run(place),
            Self::Calibrate(asked) => asked.run(place),
            Self::Query(asked) => asked.run(place),
            Self::Why(asked) => asked.run(place),
            Self::Gl(asked) => asked.run(place),
            Self::Audit(asked) => asked.run(place),
            Self::Anchor(asked) => asked.run(place),
            Self::Backup(asked) => asked.run(place),
            Self::Log(asked) => asked.run(place),
            Self::Restore(asked) => asked.run(place),
        }
    }
}
