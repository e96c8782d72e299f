//! The screen of whatever the operator is doing, and the layer of the keymap that is open then.

use super::face::Face;
use super::{
    count, customer_return, home, inquire, ledger, pack, pick, putaway, receive, reconcile, relocate,
    replenish, ship, sign_in, transfer,
};
use crate::flows::event::{Command, Screen};
use crate::flows::work::Work;
use crate::keys::Action;
use crate::keys::Layer;

/// Says what the job at hand says.
pub fn face(work: &Work) -> Face {
    match work {
        Work::SignIn(state) => sign_in::face(state),
        Work::Home(state) => home::face(state),
        Work::Receive(state) => receive::face(state),
        Work::Putaway(state) => putaway::face(state),
        Work::Move(state) => relocate::face(state),
        Work::Transfer(state) => transfer::face(state),
        Work::Replenish(state) => replenish::face(state),
        Work::Return(state) => customer_return::face(state),
        Work::Inquire(state) => inquire::face(state),
        Work::Pick(state) => pick::face(state),
        Work::Pack(state) => pack::face(state),
        Work::Ship(state) => ship::face(state),
        Work::Count(state) => count::face(state),
        Work::Reconcile(state) => reconcile::face(state),
        Work::Ledger(state) => ledger::face(state),
    }
}

/// Names the layer of the keymap that is open in a job.
pub const fn layer(work: &Work) -> Layer {
    match work {
        Work::SignIn(_) => Layer::SignIn,
        Work::Home(_) => Layer::Home,
        Work::Receive(_) => Layer::Receive,
        Work::Putaway(_) => Layer::PutAway,
        Work::Move(_) => Layer::Move,
        Work::Transfer(_) => Layer::Transfer,
        Work::Replenish(_) => Layer::Replenish,
        Work::Return(_) => Layer::Return,
        Work::Inquire(_) => Layer::Inquire,
        Work::Pick(_) => Layer::Pick,
        Work::Pack(_) => Layer::Pack,
        Work::Ship(_) => Layer::Ship,
        Work::Count(_) => Layer::Count,
        Work::Reconcile(_) => Layer::Reconcile,
        Work::Ledger(_) => Layer::Ledger,
    }
}

/// Lists the actions of the keymap that do something now, the most important first.
pub fn actions(legal: &[Command]) -> Vec<Action> {
    let mut actions: Vec<Action> = legal.iter().filter_map(action).collect();
    for always in [
        Action::Help,
        Action::Quit,
        Action::Diagnostics,
        Action::Calibrate,
        Action::Redraw,
    ] {
        if !actions.contains(&always) {
            actions.push(always);
        }
    }
    actions
}

/// The action that gives a command; none for what only a scan can say.
const fn action(command: &Command) -> Option<Action> {
    Some(match command {
        Command::Done => Action::Done,
        Command::Back => Action::Back,
        Command::Undo => Action::Undo,
        Command::Skip => Action::Skip,
        Command::Short => Action::Short,
        Command::Full => Action::Full,
        Command::Damaged => Action::Damaged,
        Command::Empty => Action::Empty,
        Command::Help => Action::Help,
        Command::Confirm => Action::Confirm,
        Command::TakeOver => Action::TakeOver,
        Command::Approve => Action::Approve,
        Command::Reject => Action::Reject,
        Command::Recount => Action::Recount,
        Command::Up => Action::Up,
        Command::Down => Action::Down,
        Command::PageUp => Action::PageUp,
        Command::PageDown => Action::PageDown,
        Command::Exit => Action::Exit,
        Command::SignOut => Action::SignOut,
        Command::Show(Screen::Diagnostics) => Action::Diagnostics,
        Command::Show(Screen::Calibration) => Action::Calibrate,
        Command::Start(_) | Command::Qty(_) | Command::Reason(_) | Command::Status(_) => return None,
    })
}
