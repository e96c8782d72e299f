//! Another process holds the turn to write: the terminal says who, and can be left; one that does not move is ended.

use super::company::Company;
use rustix::process::{Pid, Signal, kill_process};
use std::process::{Child, Command};

/// A process that takes the turn at a store and does nothing.
struct Holder(Child);

impl Holder {
    fn of(company: &Company) -> Self {
        Self::holding(company, "turn")
    }

    /// One that takes a file beside the store.
    fn holding(company: &Company, what: &str) -> Self {
        let turn = company.folder().join(format!("store.db.{what}"));
        let mut command = Command::new("flock");
        command.arg("--no-fork").arg(&turn).args(["sleep", "600"]);
        let holder = Self(command.spawn().expect("flock is a part of every Debian"));
        // It has the turn once nobody else gets it.
        while Command::new("flock")
            .arg("--nonblock")
            .arg(&turn)
            .arg("true")
            .status()
            .unwrap()
            .success()
        {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        holder
    }

    fn stop(&self) {
        let pid = Pid::from_child(&self.0);
        kill_process(pid, Signal::STOP).unwrap();
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_terminal_names_who_holds_the_turn_and_can_be_left() {
    let company = Company::open();
    let mut station = company.station("DOCK-1");
    station.sign_in("EMP-102", "2308");
    let holder = Holder::of(&company);
    station.send(b"$BL.MOVE\r");
    station.wait_for(&format!("process {} (sleep of", holder.0.id()));
    let shown = station.shown();
    assert!(shown.contains("Nothing was lost"), "{shown}");
    station.send(b"\x03");
    station.wait_for("1 scan was not recorded");
    station.end();
    assert!(station.is_line_as_before());
    drop(holder);
    company.is_sound();
}

#[test]
fn what_was_scanned_meanwhile_is_applied_once_the_turn_comes() {
    let company = Company::open();
    let mut station = company.station("DOCK-1");
    station.sign_in("EMP-102", "2308");
    let holder = Holder::of(&company);
    station.send(b"$BL.MOVE\r");
    station.wait_for("holds the store");
    drop(holder);
    station.wait_for("Scan the bin or plate to move from");
}

#[test]
fn a_process_that_is_stopped_while_it_holds_the_turn_is_ended() {
    let company = Company::open();
    let mut station = company.station("DOCK-1");
    station.sign_in("EMP-102", "2308");
    let mut holder = Holder::of(&company);
    holder.stop();
    station.send(b"$BL.MOVE\r");
    station.wait_for("holds the store");
    station.wait_for("Scan the bin or plate to move from");
    assert!(holder.0.wait().unwrap().code().is_none(), "it was killed");
}

#[test]
fn a_process_that_keeps_the_next_place_in_the_queue_is_named_as_well() {
    let company = Company::open();
    let mut station = company.station("DOCK-1");
    station.sign_in("EMP-102", "2308");
    let holder = Holder::holding(&company, "queue");
    station.send(b"$BL.MOVE\r");
    station.wait_for(&format!("process {} (sleep of", holder.0.id()));
    drop(holder);
    station.wait_for("Scan the bin or plate to move from");
}
