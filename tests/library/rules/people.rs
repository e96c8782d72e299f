//! People of the house, as an administrator changes them.

use super::house::House;
use binledger::domain::user::User;
use binledger::operations::request::{Define, Master, Requester};

impl House {
    /// The person who carries a badge.
    #[track_caller]
    pub fn user(&self, badge: &str) -> User {
        let mut users: Vec<User> = self.all();
        users.retain(|user| user.badge.as_str() == badge);
        users.pop().expect("somebody carries the badge")
    }

    /// Changes somebody by a document, whoever is signed in.
    #[track_caller]
    pub fn change_user(&mut self, badge: &str, change: impl FnOnce(&mut User)) {
        let mut user = self.user(badge);
        change(&mut user);
        let master = Master::User(user);
        let mut request = self.request(Define { master });
        request.requester = Requester::Document { operator: None };
        assert_eq!(self.send(&request).refusal, None);
    }
}
