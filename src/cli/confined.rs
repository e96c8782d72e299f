//! A terminal that is reached by a forced command: no subcommand runs, and the client decides nothing but how the
//! screen is drawn.

use super::failure::Failure;
use crate::app::config::Config;
use std::env;
use std::ffi::{OsStr, OsString};
use std::os::unix::process::CommandExt;
use std::process::Command;

/// The environment variables that are kept: those of the login, which the SSH server sets, and those that describe the
/// screen.
const KEPT: [&str; 12] = [
    "HOME",
    "USER",
    "LOGNAME",
    "SHELL",
    "PATH",
    "SSH_CONNECTION",
    "SSH_CLIENT",
    "SSH_TTY",
    "TERM",
    "COLORTERM",
    "NO_COLOR",
    "LANG",
];
/// The prefix of the other variables that describe the screen.
const OF_LOCALE: &str = "LC_";

/// Confines the program if the configuration says so. If the environment holds more than it may, the program starts
/// again without the rest; until then the environment was used only to find the configuration, which is found again.
///
/// # Errors
/// [`Failure::Usage`] for a command, [`Failure::Output`] where the program can't begin again.
pub(super) fn confine(config: &Config, is_command: bool) -> Result<(), Failure> {
    if !config.confined {
        return Ok(());
    }
    if is_command {
        return Err(Failure::usage(
            "the configuration says `confined`: only the terminal runs here. Leave the command out, or name another \
             configuration with --config.",
        ));
    }
    if env::vars_os().all(|(name, _)| is_kept(&name)) {
        return Ok(());
    }
    let kept: Vec<(OsString, OsString)> = env::vars_os().filter(|(name, _)| is_kept(name)).collect();
    let program = env::current_exe().map_err(Failure::Output)?;
    let failed = Command::new(program)
        .args(env::args_os().skip(1))
        .env_clear()
        .envs(kept)
        .exec();
    Err(Failure::Output(failed))
}

fn is_kept(name: &OsStr) -> bool {
    name.to_str()
        .is_some_and(|name| KEPT.contains(&name) || name.starts_with(OF_LOCALE))
}
